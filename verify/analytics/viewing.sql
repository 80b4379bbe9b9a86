-- Verify syncstream:analytics/viewing on pg

begin;
\ir ../facts.sql

select pg_temp.require_analysts_view('analytics.viewing', staff_only => true);
select pg_temp.require_analysts_view('analytics.watch_day', staff_only => true);
select pg_temp.require_analysts_view('analytics.title', staff_only => true);
select pg_temp.require_columns('analyst_staff', 'app.progress', 'account_id profile_id item kind title match_key position_ms duration_ms completed event_at deleted_at');
select pg_temp.require_columns('analyst_staff', 'app.history', 'account_id profile_id item kind title match_key finished_at');
select pg_temp.require_columns('analyst_reseller', 'app.progress', null);
select pg_temp.require_columns('analyst_reseller', 'app.history', null);
select pg_temp.require_columns('analyst_reseller', 'app.viewing', null);
select pg_temp.require('no condition of an analyst''s is asked of what a small group watched',
    (select reloptions @> '{security_barrier=true}' from pg_class where oid = 'analytics.title'::regclass));

rollback;
