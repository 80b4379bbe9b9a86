-- Deploy syncstream:resellers/reseller_forget to pg
-- What deleting an account means for resellers.

begin;

create function private.reseller_forget(account_id uuid) returns void
language plpgsql volatile
as $$
declare
    v_seller   uuid;
    v_reseller app.reseller;
begin
    select a.reseller_id into v_seller from app.account_reseller a where a.account_id = reseller_forget.account_id;
    perform private.reseller_lock_all(array[
        reseller_forget.account_id, v_seller, (select r.parent_id from app.reseller r where r.account_id = reseller_forget.account_id)]);

    select r.* into v_reseller from app.reseller r where r.account_id = reseller_forget.account_id;
    if found then
        if v_reseller.credits_balance > 0 or v_reseller.clients > 0 or v_reseller.resellers > 0 then
            raise sqlstate 'PT409' using
                message = 'A reseller that has credits, clients or resellers cannot be deleted. Transfer the credits back, and see to the clients first',
                constraint = 'conflict';
        end if;
        update app.reseller r set resellers = r.resellers - 1 where r.account_id = v_reseller.parent_id;
        delete from app.reseller r where r.account_id = reseller_forget.account_id;
        delete from app.ledger_note n where n.account_id = reseller_forget.account_id;
    end if;

    if v_seller is not null then
        delete from app.account_reseller a where a.account_id = reseller_forget.account_id;
        delete from app.reseller_client c where c.account_id = v_seller and c.client_id = reseller_forget.account_id;
        update app.reseller r set clients = r.clients - 1 where r.account_id = v_seller;
    end if;
end
$$;
comment on function private.reseller_forget is
    $$Before an account is deleted, and before anything of it is locked: takes it out of its reseller's list; of a reseller takes away all but its ledger, whose entries name nobody. 409 conflict for a reseller that has credits, clients or sub-resellers. Without this call the deletion itself fails, by its foreign keys$$;
grant execute on function private.reseller_forget to gatekeeper;

commit;
