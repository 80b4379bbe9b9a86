-- Verify syncstream:accounts/session on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.session');
select pg_temp.require_forced_security('private.refresh_token');
select pg_temp.require_granted('select', 'app.session', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.session', 'gatekeeper');
select pg_temp.require_granted('update', 'app.session', 'member reseller admin gatekeeper');
select pg_temp.require_granted('delete', 'app.session', 'kid member reseller admin gatekeeper');
select pg_temp.require('a member takes a profile from a session and changes nothing else',
    not has_column_privilege('member', 'app.session', 'expires_at', 'update')
    and not has_column_privilege('member', 'app.session', 'account_id', 'update'));
select pg_temp.require('a kids profile ends its own',
    (select pg_get_expr(polqual, polrelid) ~ 'current_session_id' from pg_policy
     where polrelid = 'app.session'::regclass and polcmd = 'd' and 'kid'::regrole = any (polroles)));
select pg_temp.require_granted('select', 'private.refresh_token', 'gatekeeper');
select pg_temp.require_granted('insert', 'private.refresh_token', 'gatekeeper');
select pg_temp.require_granted('update', 'private.refresh_token', 'gatekeeper');
select pg_temp.require_granted('delete', 'private.refresh_token', 'gatekeeper');

rollback;
