-- Verify syncstream:parties/party_create on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/parties', 'api.party_create', 'kid member reseller admin', shape => 'api.party_created', status => 201);
select pg_temp.require_callers('private.party_content', 'usher');
select pg_temp.require_callers('private.party_match_key', 'usher');
select pg_temp.require_callers('private.party_enter', 'usher');
select pg_temp.require_definer('api.party_create', 'usher');

rollback;
