-- Verify syncstream:library/favorite on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.favorite');
select pg_temp.require_granted('select', 'app.favorite', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.favorite', 'kid member reseller admin gatekeeper');
select pg_temp.require_granted('update', 'app.favorite', 'kid member reseller admin gatekeeper');
select pg_temp.require_granted('delete', 'app.favorite', 'gatekeeper');
select pg_temp.require('a favorite stays what and whose it is',
    not has_column_privilege('member', 'app.favorite', 'account_id', 'update') and not has_column_privilege('member', 'app.favorite', 'profile_id', 'update')
    and not has_column_privilege('kid', 'app.favorite', 'item', 'update'));
select pg_temp.require_invoker('private.require_profile', 'stable');
select pg_temp.require_invoker('private.require_playlist', 'stable');

rollback;
