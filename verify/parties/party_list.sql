-- Verify syncstream:parties/party_list on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('GET', '/v1/parties', 'api.party_list', 'kid member reseller admin', shape => 'api.party_page');
select pg_temp.require_route('GET', '/v1/parties/{party_id}', 'api.party_get', 'kid member reseller admin', shape => 'api.party');
select pg_temp.require_definer('api.party_list', 'usher');
select pg_temp.require_definer('api.party_get', 'usher');

rollback;
