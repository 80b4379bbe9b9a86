-- Verify syncstream:accounts/tokens on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.tokens', 'gatekeeper');
select pg_temp.require_callers('private.password_refusal', 'gatekeeper');
select pg_temp.require_callers('private.confirm_password', 'gatekeeper');
select pg_temp.require_callers('private.issue_refresh_token', 'gatekeeper');
select pg_temp.require_callers('private.refresh_token_text', 'gatekeeper');
select pg_temp.require_callers('private.session_start', 'gatekeeper');
select pg_temp.require_invoker('private.password_refusal', 'volatile');

rollback;
