-- Deploy syncstream:resellers/client_suspend to pg
-- Suspending a client and resuming it.

begin;

create function private.client_set_suspended(client_id uuid, suspended boolean) returns json
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_client  app.reseller_client := private.client_lock(client_set_suspended.client_id);
begin
    if (v_client.suspended_at is not null) <> suspended then
        v_client.suspended_at := case when suspended then now() end;
        update app.reseller_client c set suspended_at = v_client.suspended_at
        where c.account_id = v_account and c.client_id = v_client.client_id;
        -- Under the counter's lock, as signing in is: no session starts beside this and stays.
        perform private.account_next_rev(v_client.client_id);
        update app.account a set status = case when suspended then 'suspended' else 'active' end
        where a.account_id = v_client.client_id and a.role = 'user';
        if not found then
            raise sqlstate 'PT409' using message = 'This account is more than a client by now', constraint = 'conflict';
        end if;
        if suspended then
            delete from app.session s where s.account_id = v_client.client_id;
        end if;
    end if;
    return row_to_json(private.client_shape(v_client));
end
$$;
comment on function private.client_set_suspended is $$Suspends a client of the reseller that is signed in, ending its sessions, or resumes one that the reseller suspended$$;
alter function private.client_set_suspended owner to gatekeeper;
grant execute on function private.client_set_suspended to reseller;

create function api.client_suspend(id uuid) returns json
language plpgsql volatile
as $$
begin
    return private.client_set_suspended(client_suspend.id, true);
end
$$;
comment on function api.client_suspend is $$Suspends a client: its devices are signed out at once, and every call of its account is refused with 403 account_suspended. Its term runs on

id: the client
Errors: 403 forbidden, 404 not_found, 409 conflict$$;

create function api.client_resume(id uuid) returns json
language plpgsql volatile
as $$
begin
    return private.client_set_suspended(client_resume.id, false);
end
$$;
comment on function api.client_resume is $$Ends a client's suspension; it signs in again

id: the client
Errors: 403 forbidden, 404 not_found, 409 conflict$$;

grant execute on function api.client_suspend, api.client_resume to reseller;
select http.mount('POST', '/v1/reseller/clients/{id}/suspend', 'api.client_suspend', shape => 'api.client');
select http.mount('POST', '/v1/reseller/clients/{id}/resume', 'api.client_resume', shape => 'api.client');

commit;
