-- Verify syncstream:parties/party_members on pg

begin;
\ir ../facts.sql

select pg_temp.require_route('POST', '/v1/parties/{party_id}/leave', 'api.party_leave', 'kid member reseller admin');
select pg_temp.require_route('POST', '/v1/parties/{party_id}/kick', 'api.party_kick', 'kid member reseller admin', shape => 'api.party');
select pg_temp.require_route('POST', '/v1/parties/{party_id}/role', 'api.party_set_role', 'kid member reseller admin', shape => 'api.party');
select pg_temp.require_route('DELETE', '/v1/parties/{party_id}', 'api.party_end', 'kid member reseller admin');
select pg_temp.require_callers('private.party_remove', 'usher');
select pg_temp.require_callers('private.party_succeed', 'usher');
select pg_temp.require_callers('private.party_other', 'usher');
select pg_temp.require_callers('private.refuse_stranger', 'usher');
select pg_temp.require_definer('api.party_leave', 'usher');
select pg_temp.require_definer('api.party_kick', 'usher');
select pg_temp.require_definer('api.party_set_role', 'usher');
select pg_temp.require_definer('api.party_end', 'usher');

rollback;
