-- Deploy syncstream:analytics/accounts to pg
-- Accounts, their profiles, playlists and devices, without what names anybody: addresses, names, pictures, places.

begin;

create policy account_select_analyst_staff          on app.account          for select to analyst_staff using (true);
create policy profile_select_analyst_staff          on app.profile          for select to analyst_staff using (true);
create policy profile_day_select_analyst_staff      on app.profile_day      for select to analyst_staff using (true);
create policy playlist_select_analyst_staff         on app.playlist         for select to analyst_staff using (true);
create policy session_select_analyst_staff          on app.session          for select to analyst_staff using (true);
create policy favorite_select_analyst_staff         on app.favorite         for select to analyst_staff using (true);
create policy account_reseller_select_analyst_staff on app.account_reseller for select to analyst_staff using (true);
grant select (account_id, role, status, created_at)                                       on app.account          to analyst_staff;
grant select (account_id, id, is_kids, max_rating, language, has_pin, created_at)         on app.profile          to analyst_staff;
grant select (account_id, profile_id, day)                                                on app.profile_day      to analyst_staff;
grant select (account_id, id, kind, visible_to, has_epg, fallback_count, status, created_at) on app.playlist      to analyst_staff;
grant select (account_id, id, profile_id, created_at, last_seen_at, expires_at)           on app.session          to analyst_staff;
grant select (account_id, profile_id, deleted_at)                                         on app.favorite         to analyst_staff;
grant select (account_id, reseller_id)                                                    on app.account_reseller to analyst_staff;

create view analytics.account with (security_invoker = true) as
select a.account_id, a.role, a.status, r.reseller_id, coalesce(s.plan, 'free') as plan, a.created_at as signed_up_at,
       (select min(f.started_at) from analytics.subscription f where f.account_id = a.account_id and f.source <> 'grant') as subscribed_at,
       (select min(f.paid_at) from analytics.subscription f where f.account_id = a.account_id) as paid_at,
       (select count(*) from app.profile p where p.account_id = a.account_id)::integer as profiles,
       (select count(*) from app.playlist p where p.account_id = a.account_id)::integer as playlists,
       (select count(*) from app.session d where d.account_id = a.account_id and d.expires_at > now())::integer as devices,
       (select max(d.day) from app.profile_day d where d.account_id = a.account_id) as last_active_day
from app.account a
left join app.account_reseller r on r.account_id = a.account_id
left join lateral (
    select s.plan from analytics.subscription s join app.plan p on p.code = s.plan
    where s.account_id = a.account_id and s.ended_at is null
    order by p.price desc, s.started_at desc, s.subscription_id
    limit 1
) as s on true;
comment on view   analytics.account                 is $$Accounts that are there. One that deletes itself leaves nothing but a reseller's ledger$$;
comment on column analytics.account.account_id      is $$The account$$;
comment on column analytics.account.role            is $$user, reseller or admin$$;
comment on column analytics.account.status          is $$active or suspended$$;
comment on column analytics.account.reseller_id     is $$The reseller that made it; null: it signed up by itself$$;
comment on column analytics.account.plan            is $$The plan that it has now$$;
comment on column analytics.account.signed_up_at    is $$When it was made$$;
comment on column analytics.account.subscribed_at   is $$When its first subscription began, a trial too, a grant not; null: it had none$$;
comment on column analytics.account.paid_at         is $$When one was first paid for; null: none was$$;
comment on column analytics.account.profiles        is $$Profiles that it has$$;
comment on column analytics.account.playlists       is $$Playlists that it has$$;
comment on column analytics.account.devices         is $$Devices that are signed in$$;
comment on column analytics.account.last_active_day is $$The last day on which one of its profiles was used; null: none was, or longer ago than days are kept$$;

create view analytics.profile with (security_invoker = true) as
select p.account_id, p.id as profile_id, p.is_kids, p.has_pin, p.max_rating, p.language, p.created_at,
       (select count(*) from app.favorite f where f.account_id = p.account_id and f.profile_id = p.id and f.deleted_at is null)::integer as favorites,
       (select max(d.day) from app.profile_day d where d.account_id = p.account_id and d.profile_id = p.id) as last_active_day
from app.profile p;
comment on view   analytics.profile                 is $$Profiles that are there$$;
comment on column analytics.profile.account_id      is $$Whose$$;
comment on column analytics.profile.profile_id      is $$The profile$$;
comment on column analytics.profile.is_kids         is $$A kids profile$$;
comment on column analytics.profile.has_pin         is $$Selecting it asks for a PIN$$;
comment on column analytics.profile.max_rating      is $$An age, 0..21: nothing rated above it; null: anything$$;
comment on column analytics.profile.language        is $$A language tag; null: not said$$;
comment on column analytics.profile.created_at      is $$When it was made$$;
comment on column analytics.profile.favorites       is $$Favorites that it has$$;
comment on column analytics.profile.last_active_day is $$The last day on which it was used; null: never, or longer ago than days are kept$$;

create view analytics.playlist with (security_invoker = true) as
select p.account_id, p.id as playlist_id, p.kind, p.visible_to, p.has_epg, p.fallback_count, p.status ->> 'state' as state, p.created_at
from app.playlist p;
comment on view   analytics.playlist                is $$Playlists that are there, without their names and addresses$$;
comment on column analytics.playlist.account_id     is $$Whose$$;
comment on column analytics.playlist.playlist_id    is $$The playlist$$;
comment on column analytics.playlist.kind           is $$xtream or m3u$$;
comment on column analytics.playlist.visible_to     is $$all; unrestricted: not for kids profiles$$;
comment on column analytics.playlist.has_epg        is $$It has an address of a programme guide$$;
comment on column analytics.playlist.fallback_count is $$How many other addresses it has$$;
comment on column analytics.playlist.state          is $$What its panel said last: active, expired, banned, disabled, unauthorized or unknown; null: nothing$$;
comment on column analytics.playlist.created_at     is $$When it was made$$;

create view analytics.device with (security_invoker = true) as
select s.account_id, s.id as session_id, s.profile_id, s.created_at as signed_in_at, s.last_seen_at, s.expires_at
from app.session s;
comment on view   analytics.device              is $$Devices that are signed in, a row a session. What a device calls itself is not here, and one that signed out is gone$$;
comment on column analytics.device.account_id   is $$Whose$$;
comment on column analytics.device.session_id   is $$The session$$;
comment on column analytics.device.profile_id   is $$The profile that was selected last; null: none$$;
comment on column analytics.device.signed_in_at is $$When it signed in$$;
comment on column analytics.device.last_seen_at is $$When it was last given tokens: while it is used, a quarter of an hour ago at most$$;
comment on column analytics.device.expires_at   is $$When it ends unless it is seen before$$;

create view analytics.profile_day with (security_invoker = true) as
select d.account_id, d.profile_id, d.day
from app.profile_day d;
comment on view   analytics.profile_day            is
    $$On which days each profile was used: on which a device was given a token for it, which using it takes every quarter of an hour. Of profiles that are there, and as far back as days are kept (400 days)$$;
comment on column analytics.profile_day.account_id is $$Whose$$;
comment on column analytics.profile_day.profile_id is $$Which profile$$;
comment on column analytics.profile_day.day        is $$The day, in UTC$$;

create view analytics.active_day with (security_invoker = true) as
select d.day, count(distinct d.account_id)::integer as accounts, count(*)::integer as profiles,
       count(*) filter (where p.is_kids)::integer as kids_profiles
from app.profile_day d
join app.profile p on p.account_id = d.account_id and p.id = d.profile_id
group by d.day;
comment on view   analytics.active_day               is
    $$Daily active profiles: analytics.profile_day, counted$$;
comment on column analytics.active_day.day           is $$The day, in UTC. A day without anybody has no row$$;
comment on column analytics.active_day.accounts      is $$Accounts with a profile that was used$$;
comment on column analytics.active_day.profiles      is $$Profiles that were used$$;
comment on column analytics.active_day.kids_profiles is $$Kids profiles among them$$;

grant select on analytics.account, analytics.profile, analytics.playlist, analytics.device, analytics.profile_day, analytics.active_day to analyst_staff;

commit;
