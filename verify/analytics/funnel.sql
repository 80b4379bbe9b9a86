-- Verify syncstream:analytics/funnel on pg

begin;
\ir ../facts.sql

select pg_temp.require_analysts_view('analytics.funnel', staff_only => true);

rollback;
