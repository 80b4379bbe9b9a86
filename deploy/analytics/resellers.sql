-- Deploy syncstream:analytics/resellers to pg
-- Resellers, their clients, what they buy and sell. The one domain that a reseller's own analysts see, and of it what is
-- the reseller's: as in the API its clients and its ledger, and nothing that its clients do.

begin;

create policy reseller_select_analyst_staff            on app.reseller        for select to analyst_staff using (true);
create policy reseller_client_select_analyst_staff     on app.reseller_client for select to analyst_staff using (true);
create policy ledger_entry_select_analyst_staff        on app.ledger_entry    for select to analyst_staff using (true);
create policy reseller_select_analyst_reseller         on app.reseller        for select to analyst_reseller
    using (account_id = (select private.analyst_reseller_id()));
create policy reseller_client_select_analyst_reseller  on app.reseller_client for select to analyst_reseller
    using (account_id = (select private.analyst_reseller_id()));
create policy ledger_entry_select_analyst_reseller     on app.ledger_entry    for select to analyst_reseller
    using (account_id = (select private.analyst_reseller_id()));
grant select (account_id, parent_id, credits_balance, clients, resellers, created_at) on app.reseller to analyst_staff, analyst_reseller;
grant select (account_id, client_id, plan, suspended_at, expires_at, term_started_at, term_cost, created_at) on app.reseller_client to analyst_staff, analyst_reseller;
grant select (account_id, seq, amount, balance_after, transaction_type, description, counterparty_id, created_at) on app.ledger_entry to analyst_staff, analyst_reseller;

create view analytics.reseller with (security_invoker = true) as
select r.account_id as reseller_id, r.parent_id, r.credits_balance, r.clients, r.resellers, r.created_at
from app.reseller r;
comment on view   analytics.reseller                 is $$Resellers that are there$$;
comment on column analytics.reseller.reseller_id     is $$The reseller, by its account$$;
comment on column analytics.reseller.parent_id       is $$The reseller that made it; null: an administrator did$$;
comment on column analytics.reseller.credits_balance is $$Credits that it has: the sum of its ledger$$;
comment on column analytics.reseller.clients         is $$Clients that it has$$;
comment on column analytics.reseller.resellers       is $$Sub-resellers that it made and that are there$$;
comment on column analytics.reseller.created_at      is $$When it became a reseller$$;

create view analytics.client with (security_invoker = true) as
select c.account_id as reseller_id, c.client_id, c.plan,
       case when c.suspended_at is not null then 'suspended' when c.expires_at <= now() then 'expired' else 'active' end as status,
       nullif(c.expires_at, 'infinity') as expires_at, c.suspended_at, c.term_started_at, c.term_cost as term_credits, c.created_at
from app.reseller_client c;
comment on view   analytics.client                 is $$Resellers' clients that are there, without their addresses$$;
comment on column analytics.client.reseller_id     is $$Whose client$$;
comment on column analytics.client.client_id       is $$The client, by its account$$;
comment on column analytics.client.plan            is $$The plan that was sold to it last; free: none was$$;
comment on column analytics.client.status          is $$active, suspended (by its reseller) or expired$$;
comment on column analytics.client.expires_at      is $$The end of its term, which may be past; null: it has none$$;
comment on column analytics.client.suspended_at    is $$When the reseller suspended it; null: it did not$$;
comment on column analytics.client.term_started_at is $$Since when its term is paid for; null: it never was$$;
comment on column analytics.client.term_credits    is $$The credits that its term cost in all$$;
comment on column analytics.client.created_at      is $$When the reseller made it$$;

-- What a sale was of is in its description, in the two forms that api.client_create and api.client_renew write.
create view analytics.ledger with (security_invoker = true) as
select e.account_id as reseller_id, e.seq, e.transaction_type, e.amount, e.balance_after, e.counterparty_id,
       case when e.transaction_type in ('client_created', 'client_renewed')
            then coalesce(substring(e.description from '^(?:A client: )?([a-z][a-z0-9_]*), months: [0-9]+$'), 'free') end as plan,
       case when e.transaction_type in ('client_created', 'client_renewed')
            then coalesce(substring(e.description from ', months: ([0-9]+)$')::integer, 0) end as months,
       e.created_at
from app.ledger_entry e;
comment on view   analytics.ledger                  is $$Movements of credits. Never changed and never deleted: those of resellers that are gone are here, too$$;
comment on column analytics.ledger.reseller_id      is $$Whose credits$$;
comment on column analytics.ledger.seq              is $$Its number in the reseller's ledger: 1, 2, 3, without a gap$$;
comment on column analytics.ledger.transaction_type is $$grant, purchase, client_created, client_renewed, refund, transfer_in, transfer_out or reseller_created$$;
comment on column analytics.ledger.amount           is $$Credits: added, or (negative) taken$$;
comment on column analytics.ledger.balance_after    is $$The balance with it$$;
comment on column analytics.ledger.counterparty_id  is $$The client or the other reseller, by its account, which may be gone; null for a grant or a purchase$$;
comment on column analytics.ledger.plan             is $$Of a sale: the plan that was sold; free: a client without a plan. Else null$$;
comment on column analytics.ledger.months           is $$Of a sale: for how long; 0 for free. Else null$$;
comment on column analytics.ledger.created_at       is $$When$$;

create view analytics.sales_day with (security_invoker = true) as
select (l.created_at at time zone 'UTC')::date as day, l.reseller_id,
       count(*) filter (where l.transaction_type = 'client_created')::integer as clients_created,
       count(*) filter (where l.transaction_type = 'client_renewed')::integer as renewals,
       coalesce(-sum(l.amount) filter (where l.transaction_type in ('client_created', 'client_renewed')), 0)::bigint as credits_spent,
       coalesce(sum(l.amount) filter (where l.transaction_type = 'refund'), 0)::bigint as credits_refunded,
       coalesce(sum(l.amount) filter (where l.transaction_type = 'purchase'), 0)::bigint as credits_purchased,
       coalesce(sum(l.amount) filter (where l.transaction_type = 'grant'), 0)::bigint as credits_granted
from analytics.ledger l
group by 1, 2;
comment on view   analytics.sales_day                   is $$What each reseller sold, day by day. Trials cost nothing, and leave nothing in the ledger$$;
comment on column analytics.sales_day.day               is $$The day, in UTC. A day without movements has no row$$;
comment on column analytics.sales_day.reseller_id       is $$Which reseller$$;
comment on column analytics.sales_day.clients_created   is $$Clients that were made and paid for$$;
comment on column analytics.sales_day.renewals          is $$Terms that were renewed, or bought by a client that is there already$$;
comment on column analytics.sales_day.credits_spent     is $$Credits that both cost$$;
comment on column analytics.sales_day.credits_refunded  is $$Credits that came back for unused parts of terms$$;
comment on column analytics.sales_day.credits_purchased is $$Credits that were bought, less those of payments taken back$$;
comment on column analytics.sales_day.credits_granted   is $$Credits that administrators gave, less those that they took$$;

grant select on analytics.reseller, analytics.client, analytics.ledger, analytics.sales_day to analyst;

commit;
