-- Deploy syncstream:analytics/sync to pg
-- How much devices bring along that were offline.

begin;

create policy sync_op_select_analyst_staff on app.sync_op for select to analyst_staff using (true);
grant select (account_id, created_at) on app.sync_op to analyst_staff;

create view analytics.sync_day with (security_invoker = true) as
select (o.created_at at time zone 'UTC')::date as day, count(distinct o.account_id)::integer as accounts, count(*)::integer as operations
from app.sync_op o
group by 1;
comment on view   analytics.sync_day            is
    $$What devices sent in POST /v1/sync, day by day: changes made while they were offline, as far back as operations are remembered (90 days). A device that is online says the same by other calls, which are not counted anywhere$$;
comment on column analytics.sync_day.day        is $$The day, in UTC. A day without any has no row$$;
comment on column analytics.sync_day.accounts   is $$Accounts whose devices sent some$$;
comment on column analytics.sync_day.operations is $$Operations that were applied; those that lost a conflict or were refused are not kept$$;

grant select on analytics.sync_day to analyst_staff;

commit;
