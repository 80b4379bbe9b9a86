-- Verify syncstream:base/health on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('http.is_deployed', 'anonymous');
select pg_temp.require_definer('http.is_deployed', 'syncstream');
select pg_temp.require('a change of the plan is deployed', http.is_deployed('base/http'));
select pg_temp.require('any other is not', not http.is_deployed('base/no_such_change'));

rollback;
