-- Deploy syncstream:resellers/client_create to pg

begin;

create function api.client_create(
    email app.email, password app.new_password, plan app.plan_code default null, months app.months default null,
    trial boolean default null, idempotency_key app.request_key default null
) returns http.response
language plpgsql volatile security definer set search_path = ''
cost 100000
as $$
declare
    v_account  uuid := http.current_account_id();
    v_plan     text := coalesce(client_create.plan, 'free');
    v_months   integer := coalesce(client_create.months, 1);
    v_trial    boolean := coalesce(client_create.trial, false);
    v_cost     bigint;
    v_settings app.settings;
    v_reseller app.reseller;
    v_client   app.reseller_client;
begin
    if client_create.idempotency_key is not null then
        return private.once('api.client_create', client_create.idempotency_key, json_build_array(email, password, plan, months, trial));
    end if;
    if v_trial and v_plan = 'free' then
        raise sqlstate 'PT400' using message = 'A trial needs a plan', constraint = 'invalid', detail = '{"field": "plan"}';
    end if;
    v_cost := private.client_cost(v_account, v_plan, v_months);
    if v_trial then
        v_cost := 0;
    end if;

    -- A look without a lock: who cannot pay is told before a password is hashed. And the hash is made before the lock,
    -- or one reseller's creations would wait for each other's hashes.
    select r.* into v_reseller from app.reseller r where r.account_id = v_account;
    perform private.require_credits(v_reseller.credits_balance, v_cost);
    v_client.client_id := private.account_create(client_create.email, client_create.password);

    v_reseller := private.reseller_lock(v_account);
    v_client.account_id := v_account;
    v_client.email := client_create.email;
    v_client.plan := v_plan;
    v_client.created_at := clock_timestamp();
    v_client.expires_at := 'infinity';
    v_client.term_cost := 0;
    if v_trial then
        select s.* into v_settings from app.settings s;
        v_reseller.trials := array(select t from unnest(v_reseller.trials) as t where t > v_client.created_at - v_settings.trial_window order by t);
        if cardinality(v_reseller.trials) >= v_settings.trial_quota then
            raise sqlstate 'PT403' using
                message = format('Trial limit reached. Maximum trials: %s', v_settings.trial_quota),
                constraint = 'plan_limit_reached',
                detail = json_build_object('limit', 'max_trials', 'max', v_settings.trial_quota);
        end if;
        v_reseller.trials := v_reseller.trials || v_client.created_at;
        v_client.expires_at := v_client.created_at + v_settings.trial_term;
    elsif v_plan <> 'free' then
        v_client.expires_at := v_client.created_at + make_interval(months => v_months);
        v_client.term_started_at := v_client.created_at;
        v_client.term_cost := v_cost;
        v_client.paid_at := v_client.created_at;
        v_client.paid_from := v_client.created_at;
        v_client.paid_cost := v_cost;
    end if;

    insert into app.reseller_client values (v_client.*);
    insert into app.account_reseller values (v_client.client_id, v_account);
    update app.reseller r set clients = r.clients + 1, trials = v_reseller.trials where r.account_id = v_account;
    if v_plan <> 'free' then
        perform private.client_subscription_write(v_client, v_trial);
    end if;
    if v_cost > 0 then
        perform private.ledger_post(v_account, -v_cost, 'client_created',
            case when v_plan = 'free' then 'A client' else format('A client: %s, months: %s', v_plan, v_months) end, v_client.client_id);
    end if;
    return http.reply(data => row_to_json(private.client_shape(v_client)));
end
$$;
comment on function api.client_create is $$Makes a client and pays for it with credits. Checks, takes the credits and makes the account in one transaction

email: the client's; compared without case
password: the client's first one, 8 to 72 bytes of UTF-8
plan: the plan that it gets; without one it stays on `free`, for the price of `free`
months: how many, 1 where it is not said; without a plan, and for a trial, they do not count
trial: true: the plan for 24 hours, at no cost; 10 in 30 days
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 403 plan_limit_reached, 409 email_taken, 409 idempotency_mismatch
Example: {"email": "kim@example.com", "password": "correct horse", "plan": "premium", "months": 3}$$;
alter function api.client_create owner to gatekeeper;
grant execute on function api.client_create to reseller;
select http.mount('POST', '/v1/reseller/clients', 'api.client_create', 201, 'api.client');
select http.mount('POST', '/clients', 'api.client_create', 201, 'api.client');

commit;
