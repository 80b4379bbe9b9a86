-- Verify syncstream:library/playlist_forget on pg

begin;
\ir ../facts.sql

select pg_temp.require_definer('private.playlist_forget', 'gatekeeper');
select pg_temp.require_invoker('private.playlist_hide', 'volatile');
select pg_temp.require_invoker('private.playlist_show', 'volatile');
select pg_temp.require_callers('private.playlist_forget', 'member reseller admin');
select pg_temp.require_callers('private.playlist_hide', 'member reseller admin');
select pg_temp.require_callers('private.playlist_show', 'member reseller admin');
select pg_temp.require('a kids profile shows itself nothing', not has_column_privilege('kid', 'app.account_counter', 'shown_rev', 'update'));

rollback;
