-- Verify syncstream:parties/party_command on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/parties/{party_id}/commands', 'api.party_command', 'kid member reseller admin', shape => 'api.party_event');
select pg_temp.require_callers('private.party_command', 'usher');
select pg_temp.require_callers('private.party_ready', 'usher');
select pg_temp.require_definer('api.party_command', 'usher');

rollback;
