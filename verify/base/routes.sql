-- Verify syncstream:base/routes on pg

begin;
\ir ../facts.sql

select pg_temp.require_granted('select', 'http.route', 'nobody');
select pg_temp.require_granted('insert', 'http.route', 'nobody');
select pg_temp.require_granted('update', 'http.route', 'nobody');
select pg_temp.require_granted('delete', 'http.route', 'nobody');
select pg_temp.require_granted('select', 'http.endpoint', 'syncstream_api');
select pg_temp.require_granted('insert', 'http.endpoint', 'nobody');
select pg_temp.require_granted('update', 'http.endpoint', 'nobody');
select pg_temp.require_granted('delete', 'http.endpoint', 'nobody');
select pg_temp.require_granted('select', 'http.type', 'syncstream_api');
select pg_temp.require_granted('insert', 'http.type', 'nobody');
select pg_temp.require_granted('update', 'http.type', 'nobody');
select pg_temp.require_granted('delete', 'http.type', 'nobody');
select pg_temp.require_callers('http.mount', 'nobody');
select pg_temp.require_callers('http.unmount', 'nobody');
select pg_temp.require_invoker('http.mount', 'volatile');
select pg_temp.require('templates are taken apart',
    http.path_arguments('/v1/a/{id}{?b,c}') = '{id}' and http.query_arguments('/v1/a/{id}{?b,c}') = '{b,c}');

rollback;
