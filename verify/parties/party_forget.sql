-- Verify syncstream:parties/party_forget on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.party_delete', 'usher');
select pg_temp.require_callers('private.party_forget', 'usher');
select pg_temp.require_definer('private.profile_forget_parties', 'usher');
select pg_temp.require_callers('private.profile_forget_parties', 'member reseller admin');
select pg_temp.require_definer('private.account_forget_parties', 'usher');
select pg_temp.require_callers('private.account_forget_parties', 'gatekeeper');
select pg_temp.require_definer('private.export_party_member', 'usher');
select pg_temp.require_callers('private.export_party_member', 'gatekeeper');
select pg_temp.require_callers('private.export_party_presence', 'gatekeeper');
select pg_temp.require_callers('private.export_party_seat', 'gatekeeper');
select pg_temp.require_definer('private.export_party_event', 'usher');
select pg_temp.require_callers('private.export_party_event', 'gatekeeper');

rollback;
