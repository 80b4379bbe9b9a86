-- Deploy syncstream:analytics/viewing to pg
-- What was watched, and for how long.
--
-- Nobody reports seconds watched. Each viewing that was finished left a row of history, and each item that was begun has
-- the position where it stopped; watch time is the length of the ones and the positions of the others. Somebody who
-- skips is counted as watching what was skipped; who winds back is not counted twice.

begin;

alter table app.settings add column smallest_group integer not null default 5 check (smallest_group >= 1);
comment on column app.settings.smallest_group is $$Analysts are shown what was watched by at least so many accounts$$;
grant select (smallest_group) on app.settings to analyst_staff;

create policy progress_select_analyst_staff on app.progress for select to analyst_staff using (true);
create policy history_select_analyst_staff on app.history for select to analyst_staff using (true);
grant select (account_id, profile_id, item, kind, title, match_key, position_ms, duration_ms, completed, event_at, deleted_at) on app.progress to analyst_staff;
grant select (account_id, profile_id, item, kind, title, match_key, finished_at) on app.history to analyst_staff;

-- In app, where analysts cannot name it: who watched what is not for them, nor is what a single household calls things.
create view app.viewing with (security_invoker = true) as
select h.account_id, h.profile_id, h.kind, h.match_key, h.title, h.finished_at as watched_at, true as finished, nullif(p.duration_ms, 0) as watched_ms
from app.history h
left join app.progress p on p.account_id = h.account_id and p.profile_id = h.profile_id and p.item = h.item
union all
select p.account_id, p.profile_id, p.kind, p.match_key, p.title, p.event_at, false, p.position_ms
from app.progress p
where p.deleted_at is null and not p.completed and p.position_ms > 0;
comment on view app.viewing is $$Viewings with their titles: what the views of analytics are made from$$;
grant select on app.viewing to analyst_staff;

create view analytics.viewing with (security_invoker = true) as
select v.account_id, v.profile_id, v.kind, v.watched_at, v.finished, v.watched_ms
from app.viewing v;
comment on view   analytics.viewing            is
    $$Viewings, without what was watched: one for each that was finished, and one for each item that was begun and not finished. Of profiles and progress that are there$$;
comment on column analytics.viewing.account_id is $$Whose$$;
comment on column analytics.viewing.profile_id is $$Which profile's$$;
comment on column analytics.viewing.kind       is $$live, movie, series or episode$$;
comment on column analytics.viewing.watched_at is $$When it was finished, or stopped last$$;
comment on column analytics.viewing.finished   is $$Watched to 90 %, or said to be$$;
comment on column analytics.viewing.watched_ms is
    $$Finished: how long the whole is; null where no device said, or the progress was deleted since. Else how far it is. An item that was finished before counts again when it is finished again, and not while it is watched$$;

create view analytics.watch_day with (security_invoker = true) as
select (v.watched_at at time zone 'UTC')::date as day, v.kind,
       count(distinct v.profile_id)::integer as profiles, count(*)::integer as viewings,
       count(*) filter (where v.finished)::integer as finished, count(v.watched_ms)::integer as timed,
       coalesce(sum(v.watched_ms), 0)::bigint as watched_ms
from app.viewing v
group by 1, 2;
comment on view   analytics.watch_day            is
    $$Watch time by day and kind. All of a viewing counts for the day on which it was finished or stopped last; one that is gone on with moves to the day of that, so that recent days have more that is unfinished than old ones$$;
comment on column analytics.watch_day.day        is $$The day, in UTC$$;
comment on column analytics.watch_day.kind       is $$live, movie, series or episode$$;
comment on column analytics.watch_day.profiles   is $$Profiles that watched$$;
comment on column analytics.watch_day.viewings   is $$Viewings, finished or not$$;
comment on column analytics.watch_day.finished   is $$Those that were finished$$;
comment on column analytics.watch_day.timed      is $$Those whose length is known: watched_ms is theirs$$;
comment on column analytics.watch_day.watched_ms is $$Milliseconds in all$$;

-- A barrier: else a condition of the analyst's could be asked of each row, before small groups are left out.
create view analytics.title with (security_invoker = true, security_barrier = true) as
select h.kind, h.match_key,
       (array_agg(h.title order by h.accounts desc, h.title) filter (where h.accounts >= g.smallest_group))[1] as title,
       count(distinct h.account_id)::integer as accounts, sum(h.viewings)::integer as viewings,
       sum(h.finished)::integer as finished, sum(h.timed)::integer as timed,
       coalesce(sum(h.watched_ms), 0)::bigint as watched_ms, max(h.last_day) as last_day
from (
    select v.kind, v.match_key, v.title, v.account_id,
           count(*) over (partition by v.kind, v.match_key, v.title) as accounts,
           count(*) as viewings, count(*) filter (where v.finished) as finished, count(v.watched_ms) as timed, sum(v.watched_ms) as watched_ms,
           max((v.watched_at at time zone 'UTC')::date) as last_day
    from app.viewing v
    where v.match_key is not null
    group by v.kind, v.match_key, v.title, v.account_id
) as h
cross join app.settings g
group by h.kind, h.match_key, g.smallest_group
having count(distinct h.account_id) >= g.smallest_group;
comment on view   analytics.title            is
    $$Watch time by what was watched, wherever it was watched by enough accounts (five, a setting): what fewer did might tell who they are. Only what playlists name has a match_key$$;
comment on column analytics.title.kind       is $$live, movie, series or episode$$;
comment on column analytics.title.match_key  is $$The same for the same content on every playlist: tmdb:movie:603, tmdb:tv:1399:1:2 (an episode), tvg:… (a channel), title:…$$;
comment on column analytics.title.title      is $$What most accounts' playlists call it; null where no name is common to enough of them$$;
comment on column analytics.title.accounts   is $$Accounts that watched it$$;
comment on column analytics.title.viewings   is $$Viewings, finished or not$$;
comment on column analytics.title.finished   is $$Those that were finished$$;
comment on column analytics.title.timed      is $$Those whose length is known: watched_ms is theirs$$;
comment on column analytics.title.watched_ms is $$Milliseconds in all, as in analytics.viewing$$;
comment on column analytics.title.last_day   is $$The last day on which it was finished or stopped, in UTC$$;

grant select on analytics.viewing, analytics.watch_day, analytics.title to analyst_staff;

commit;
