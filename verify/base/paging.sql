-- Verify syncstream:base/paging on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.cursor_encode', 'kid member reseller admin usher');
select pg_temp.require_invoker('private.cursor_encode', 'stable');
select pg_temp.require_callers('private.cursor_decode', 'kid member reseller admin usher');
select pg_temp.require_invoker('private.cursor_decode', 'stable');
select pg_temp.require_callers('private.page', 'kid member reseller admin usher');
select pg_temp.require_invoker('private.page', 'stable');
select pg_temp.require('a cursor comes back', private.cursor_decode('verify', private.cursor_encode('verify', '{a,b}'), 2) = '{a,b}');

rollback;
