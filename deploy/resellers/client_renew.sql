-- Deploy syncstream:resellers/client_renew to pg

begin;

create function api.client_renew(
    id uuid, plan app.plan_code default null, months app.months default null, idempotency_key app.request_key default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account  uuid := http.current_account_id();
    v_reseller app.reseller;
    v_months   integer := coalesce(client_renew.months, 1);
    v_now      timestamptz;
    v_client   app.reseller_client;
    v_plan     text;
    v_running  boolean;
    v_cost     bigint;
    v_back     bigint := 0;
begin
    if client_renew.idempotency_key is not null then
        return private.once('api.client_renew', client_renew.idempotency_key, json_build_array(id, plan, months));
    end if;
    v_reseller := private.reseller_lock(v_account);
    v_client := private.client_lock(client_renew.id);
    v_now := clock_timestamp();
    v_plan := coalesce(client_renew.plan, v_client.plan);
    if v_plan = 'free' then
        raise sqlstate 'PT400' using message = 'Say which plan the client gets', constraint = 'invalid', detail = '{"field": "plan"}';
    end if;
    v_cost := private.client_cost(v_account, v_plan, v_months);

    v_running := v_client.plan <> 'free' and v_client.expires_at > v_now;
    if v_running and v_client.plan <> v_plan then
        v_back := private.unused_credits(v_client.term_cost, v_client.term_started_at, v_client.expires_at, v_now);
        v_running := false;
    end if;
    perform private.require_credits(v_reseller.credits_balance, v_cost - v_back);
    if v_back > 0 then
        perform private.ledger_post(v_account, v_back, 'refund', format('The unused part of %s', v_client.plan), v_client.client_id);
    end if;
    if v_cost > 0 then
        perform private.ledger_post(v_account, -v_cost, 'client_renewed', format('%s, months: %s', v_plan, v_months), v_client.client_id);
    end if;

    v_client.paid_at := v_now;
    v_client.paid_from := case when v_running then v_client.expires_at else v_now end;
    v_client.paid_cost := v_cost;
    if not v_running or v_client.term_cost = 0 then  -- a trial is no part of what is paid for
        v_client.term_started_at := v_client.paid_from;
        v_client.term_cost := 0;
    end if;
    v_client.term_cost := v_client.term_cost + v_cost;
    v_client.expires_at := v_client.paid_from + make_interval(months => v_months);
    v_client.plan := v_plan;
    perform private.client_write(v_client);
    return http.reply(data => row_to_json(private.client_shape(v_client)));
end
$$;
comment on function api.client_renew is $$Pays for more months of a client: adds them to a term that runs, or starts a new one. With another plan the old term ends, its unused part is given back, and the new one starts now

id: the client
plan: the plan; the client's own where it is not said
months: how many; 1 where it is not said
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 404 not_found, 409 idempotency_mismatch
Example: {"plan": "premium", "months": 12}$$;
alter function api.client_renew owner to gatekeeper;
grant execute on function api.client_renew to reseller;
select http.mount('POST', '/v1/reseller/clients/{id}/renew', 'api.client_renew', shape => 'api.client');

commit;
