-- Verify syncstream:parties/party_join on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/parties/join', 'api.party_join', 'kid member reseller admin', shape => 'api.party_joined');
select pg_temp.require_callers('private.party_require_room', 'usher');
select pg_temp.require_definer('api.party_join', 'usher');

rollback;
