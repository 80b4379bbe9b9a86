-- Deploy syncstream:resellers/transfer_create to pg

begin;

create function private.transfer(from_id uuid, to_id uuid, amount bigint, note text default null) returns app.ledger_entry
language plpgsql volatile
as $$
declare
    v_entry app.ledger_entry;
begin
    perform private.reseller_lock_all(array[from_id, to_id]);
    v_entry := private.ledger_post(from_id, -amount, 'transfer_out', 'A transfer', to_id, note);
    perform private.ledger_post(to_id, amount, 'transfer_in', 'A transfer', from_id, note);
    return v_entry;
end
$$;
comment on function private.transfer is $$Moves credits from one reseller to another; 402 insufficient_credits. Whether it may is for the caller to say$$;
grant execute on function private.transfer to gatekeeper;

create function api.transfer_create(
    "to" uuid, amount app.credit_amount, note app.note default null, idempotency_key app.request_key default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_entry   app.ledger_entry;
begin
    if transfer_create.idempotency_key is not null then
        return private.once('api.transfer_create', transfer_create.idempotency_key, json_build_array("to", amount, note));
    end if;
    if transfer_create."to" = v_account then
        raise sqlstate 'PT400' using message = 'Transfer to another reseller', constraint = 'invalid', detail = '{"field": "to"}';
    end if;
    -- A parent does not change, so this holds without a lock; and who is deleted meanwhile has nothing to post to.
    if not exists (select from app.reseller r where r.account_id = transfer_create."to" and r.parent_id = v_account)
       and not exists (select from app.reseller r where r.account_id = v_account and r.parent_id = transfer_create."to") then
        raise sqlstate 'PT404' using
            message = 'There is no such reseller among those that you made, nor did it make you', constraint = 'not_found';
    end if;
    v_entry := private.transfer(v_account, transfer_create."to", transfer_create.amount, transfer_create.note);
    return http.reply('Credits transferred', row_to_json(private.ledger_entry_shape(v_entry, transfer_create.note)));
end
$$;
comment on function api.transfer_create is $$Gives credits to a reseller that this one made, or back to the one that made it. Answers the entry in this one's ledger

to: the other reseller, by its account
amount: credits, 1 or more
note: for both ledgers, 1 to 500 characters
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 404 not_found, 409 idempotency_mismatch
Example: {"to": "6ff3a5ee-8f6e-4ff6-a2f0-2f4c9d1c8f0e", "amount": 5000, "note": "June"}$$;
alter function api.transfer_create owner to gatekeeper;
grant execute on function api.transfer_create to reseller;
select http.mount('POST', '/v1/reseller/transfers', 'api.transfer_create', shape => 'api.ledger_entry');

commit;
