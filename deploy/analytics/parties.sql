-- Deploy syncstream:analytics/parties to pg
-- Watch parties, without what was watched and who was there.

begin;

create policy party_select_analyst_staff        on app.party        for select to analyst_staff using (true);
create policy party_member_select_analyst_staff on app.party_member for select to analyst_staff using (true);
create policy party_past_select_analyst_staff   on app.party_past   for select to analyst_staff using (true);
grant select (account_id, id, content, status, seq, created_at, active_at)                    on app.party        to analyst_staff;
grant select (account_id, party_id)                                                           on app.party_member to analyst_staff;
grant select (account_id, party_id, kind, members, events, started_at, ended_at)              on app.party_past   to analyst_staff;

create view analytics.party with (security_invoker = true) as
select p.account_id, p.id as party_id, p.content ->> 'kind' as kind,
       (select count(*) from app.party_member m where m.account_id = p.account_id and m.party_id = p.id)::integer as members,
       p.seq as events, p.created_at as started_at, case when p.status = 'ended' then p.active_at end as ended_at
from app.party p
union all
select p.account_id, p.party_id, p.kind, p.members, p.events, p.started_at, p.ended_at
from app.party_past p;
comment on view   analytics.party            is $$Watch parties, those that are over too. Of accounts that are there$$;
comment on column analytics.party.account_id is $$Who made it, and whose plan it is counted by$$;
comment on column analytics.party.party_id   is $$The party$$;
comment on column analytics.party.kind       is $$What was watched last: live, movie, series or episode$$;
comment on column analytics.party.members    is $$How many profiles were in it, at any time; a profile that was deleted since the party began is not counted$$;
comment on column analytics.party.events     is $$How much was done and said in it$$;
comment on column analytics.party.started_at is $$When it was made$$;
comment on column analytics.party.ended_at   is $$When it ended; null: it goes on. One that everybody forgot ends after 12 hours without anybody$$;

create view analytics.party_day with (security_invoker = true) as
select (p.started_at at time zone 'UTC')::date as day, count(*)::integer as parties, count(*) filter (where p.members > 1)::integer as shared,
       sum(p.members)::integer as members, count(distinct p.account_id)::integer as accounts
from analytics.party p
group by 1;
comment on view   analytics.party_day          is $$Watch parties by the day on which they began$$;
comment on column analytics.party_day.day      is $$The day, in UTC. A day without any has no row$$;
comment on column analytics.party_day.parties  is $$Parties that began$$;
comment on column analytics.party_day.shared   is $$Those to which somebody came$$;
comment on column analytics.party_day.members  is $$Members of all of them; who was in two counts twice$$;
comment on column analytics.party_day.accounts is $$Accounts that made one$$;

grant select on analytics.party, analytics.party_day to analyst_staff;

commit;
