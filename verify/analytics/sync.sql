-- Verify syncstream:analytics/sync on pg

begin;
\ir ../facts.sql

select pg_temp.require_analysts_view('analytics.sync_day', staff_only => true);
select pg_temp.require_columns('analyst_staff', 'app.sync_op', 'account_id created_at');
select pg_temp.require_columns('analyst_reseller', 'app.sync_op', null);

rollback;
