-- Verify syncstream:parties/party_chat on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/parties/{party_id}/messages', 'api.party_say', 'kid member reseller admin', shape => 'api.party_event');
select pg_temp.require_route('GET', '/v1/parties/{party_id}/messages', 'api.party_messages', 'kid member reseller admin', shape => 'api.party_event_page');
select pg_temp.require_callers('private.party_chat', 'usher');
select pg_temp.require_definer('api.party_say', 'usher');
select pg_temp.require_definer('api.party_messages', 'usher');

rollback;
