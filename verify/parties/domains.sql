-- Verify syncstream:parties/domains on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('app.is_party_text', 'kid member reseller admin usher');
select pg_temp.require_callers('app.is_party_content', 'kid member reseller admin usher');
select pg_temp.require('app.party_content has its check', exists (select from pg_constraint where contypid = 'app.party_content'::regtype));
select pg_temp.require('app.party_control has its check', exists (select from pg_constraint where contypid = 'app.party_control'::regtype));
select pg_temp.require('app.party_size has its check', exists (select from pg_constraint where contypid = 'app.party_size'::regtype));
select pg_temp.require('app.invitation_code has its check', exists (select from pg_constraint where contypid = 'app.invitation_code'::regtype));
select pg_temp.require('app.party_role has its check', exists (select from pg_constraint where contypid = 'app.party_role'::regtype));
select pg_temp.require('app.party_action has its check', exists (select from pg_constraint where contypid = 'app.party_action'::regtype));
select pg_temp.require('app.command_id has its check', exists (select from pg_constraint where contypid = 'app.command_id'::regtype));
select pg_temp.require('app.playback_rate has its check', exists (select from pg_constraint where contypid = 'app.playback_rate'::regtype));
select pg_temp.require('app.chat_text has its check', exists (select from pg_constraint where contypid = 'app.chat_text'::regtype));

rollback;
