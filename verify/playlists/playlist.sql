-- Verify syncstream:playlists/playlist on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.playlist');
select pg_temp.require_granted('select', 'app.playlist', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_granted('insert', 'app.playlist', 'member reseller admin');
select pg_temp.require_granted('update', 'app.playlist', 'member reseller admin');
select pg_temp.require_granted('delete', 'app.playlist', 'member reseller admin');
select pg_temp.require('a member does not say whose a playlist is',
    not has_column_privilege('member', 'app.playlist', 'account_id', 'update'));
select pg_temp.require('a policy of its own holds a kids profile to what is for all',
    (select count(*) = 1 and bool_and(pg_get_expr(polqual, polrelid) like '%visible_to = ''all''%')
     from pg_policy where polrelid = 'app.playlist'::regclass and 'kid'::regrole = any (polroles)));
select pg_temp.require_callers('private.playlist_shape', 'kid member reseller admin gatekeeper');
select pg_temp.require_callers('private.username_hint', 'member reseller admin');

rollback;
