-- Verify syncstream:analytics/accounts on pg

begin;
\ir ../facts.sql

select pg_temp.require_analysts_view('analytics.account', staff_only => true);
select pg_temp.require_analysts_view('analytics.profile', staff_only => true);
select pg_temp.require_analysts_view('analytics.playlist', staff_only => true);
select pg_temp.require_analysts_view('analytics.device', staff_only => true);
select pg_temp.require_analysts_view('analytics.profile_day', staff_only => true);
select pg_temp.require_analysts_view('analytics.active_day', staff_only => true);
select pg_temp.require_columns('analyst_staff', 'app.account', 'account_id role status created_at');
select pg_temp.require_columns('analyst_staff', 'app.profile', 'account_id id is_kids max_rating language has_pin created_at');
select pg_temp.require_columns('analyst_staff', 'app.profile_day', 'account_id profile_id day');
select pg_temp.require_columns('analyst_staff', 'app.playlist', 'account_id id kind has_epg fallback_count visible_to status created_at');
select pg_temp.require_columns('analyst_staff', 'app.session', 'account_id id profile_id created_at last_seen_at expires_at');
select pg_temp.require_columns('analyst_staff', 'app.favorite', 'account_id profile_id deleted_at');
select pg_temp.require_columns('analyst_staff', 'app.account_reseller', 'account_id reseller_id');
select pg_temp.require_columns('analyst_reseller', 'app.account', null);
select pg_temp.require_columns('analyst_reseller', 'app.profile', null);
select pg_temp.require_columns('analyst_reseller', 'app.profile_day', null);
select pg_temp.require_columns('analyst_reseller', 'app.playlist', null);
select pg_temp.require_columns('analyst_reseller', 'app.session', null);
select pg_temp.require_columns('analyst_reseller', 'app.favorite', null);
select pg_temp.require_columns('analyst_reseller', 'app.account_reseller', null);

rollback;
