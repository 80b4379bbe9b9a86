-- Verify syncstream:analytics/parties on pg

begin;
\ir ../facts.sql

select pg_temp.require_analysts_view('analytics.party', staff_only => true);
select pg_temp.require_analysts_view('analytics.party_day', staff_only => true);
select pg_temp.require_columns('analyst_staff', 'app.party', 'account_id id content status seq created_at active_at');
select pg_temp.require_columns('analyst_staff', 'app.party_member', 'account_id party_id');
select pg_temp.require_columns('analyst_staff', 'app.party_past', 'account_id party_id kind members events started_at ended_at');
select pg_temp.require_columns('analyst_staff', 'app.party_event', null);
select pg_temp.require_columns('analyst_staff', 'app.party_seat', null);
select pg_temp.require_columns('analyst_reseller', 'app.party', null);
select pg_temp.require_columns('analyst_reseller', 'app.party_member', null);
select pg_temp.require_columns('analyst_reseller', 'app.party_past', null);

rollback;
