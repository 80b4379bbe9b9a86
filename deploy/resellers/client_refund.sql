-- Deploy syncstream:resellers/client_refund to pg

begin;

create function api.client_refund(id uuid, idempotency_key app.request_key default null) returns http.response
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := http.current_account_id();
    v_now     timestamptz;
    v_client  app.reseller_client;
    v_back    bigint;
begin
    if client_refund.idempotency_key is not null then
        return private.once('api.client_refund', client_refund.idempotency_key, json_build_array(id));
    end if;
    perform private.reseller_lock(v_account);
    v_client := private.client_lock(client_refund.id);
    v_now := clock_timestamp();
    if v_client.paid_at is null then
        raise sqlstate 'PT409' using message = 'There is nothing to give back: nothing was paid, or it was given back already', constraint = 'conflict';
    end if;
    if v_client.expires_at <= v_now or v_client.paid_at <= v_now - (select s.refund_window from app.settings s) then
        raise sqlstate 'PT409' using message = 'It is too late to give this term back', constraint = 'conflict';
    end if;

    v_back := private.unused_credits(v_client.paid_cost, v_client.paid_from, v_client.expires_at, v_now);
    if v_back > 0 then
        perform private.ledger_post(v_account, v_back, 'refund', format('The unused part of %s', v_client.plan), v_client.client_id);
    end if;
    -- What was paid for before this part runs on.
    v_client.expires_at := case when v_client.paid_from > v_now then v_client.paid_from else now() end;
    v_client.term_cost := greatest(v_client.term_cost - v_client.paid_cost, 0);
    v_client.paid_at := null;
    v_client.paid_from := null;
    v_client.paid_cost := null;
    perform private.client_write(v_client);
    return http.reply(format('Credits given back: %s', v_back), row_to_json(private.client_shape(v_client)));
end
$$;
comment on function api.client_refund is $$Takes the last purchase for a client back, within 24 hours and once: the credits of its unused part return, floor(cost × unused ÷ term), and the term that it paid for ends. Where it had extended a term, the client keeps what was paid for before

id: the client
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 403 forbidden, 404 not_found, 409 conflict, 409 idempotency_mismatch$$;
alter function api.client_refund owner to gatekeeper;
grant execute on function api.client_refund to reseller;
select http.mount('POST', '/v1/reseller/clients/{id}/refund', 'api.client_refund', shape => 'api.client');

commit;
