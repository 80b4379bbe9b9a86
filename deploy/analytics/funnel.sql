-- Deploy syncstream:analytics/funnel to pg
-- How far those who signed up got.

begin;

create view analytics.funnel with (security_invoker = true) as
select date_trunc('month', a.signed_up_at at time zone 'UTC')::date as month,
       case when a.reseller_id is null then 'signup' else 'reseller' end as channel,
       count(*)::integer as signed_up,
       count(*) filter (where a.profiles > 0)::integer as made_profile,
       count(*) filter (where a.playlists > 0)::integer as added_playlist,
       count(*) filter (where exists (select from app.progress p where p.account_id = a.account_id))::integer as watched,
       count(a.subscribed_at)::integer as subscribed,
       count(a.paid_at)::integer as paid
from analytics.account a
where a.role = 'user'
group by 1, 2;
comment on view   analytics.funnel                is
    $$Of the accounts that signed up in a month: how many got how far until now. Each step counts by itself, since nobody has to take them in this order. Of accounts that are there; resellers and administrators are left out$$;
comment on column analytics.funnel.month          is $$The first day of the month in which they signed up, in UTC$$;
comment on column analytics.funnel.channel        is $$signup: by themselves; reseller: a reseller made them$$;
comment on column analytics.funnel.signed_up      is $$Accounts$$;
comment on column analytics.funnel.made_profile   is $$Those that have a profile$$;
comment on column analytics.funnel.added_playlist is $$Those that have a playlist$$;
comment on column analytics.funnel.watched        is $$Those that began to watch something$$;
comment on column analytics.funnel.subscribed     is $$Those that had a subscription, a trial too; not a grant$$;
comment on column analytics.funnel.paid           is $$Those that had one to be paid for$$;

grant select on analytics.funnel to analyst_staff;

commit;
