-- Verify syncstream:base/http on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('http.current_account_id', 'anonymous kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('http.current_account_id', 'stable');
select pg_temp.require_callers('http.current_session_id', 'anonymous kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('http.current_session_id', 'stable');
select pg_temp.require_callers('http.current_profile_id', 'anonymous kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('http.current_profile_id', 'stable');
select pg_temp.require_callers('http.client_address', 'anonymous kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('http.client_address', 'stable');
select pg_temp.require_callers('http.client_network', 'gatekeeper usher');
select pg_temp.require_invoker('http.client_network', 'stable');
select pg_temp.require_callers('http.public_url', 'gatekeeper');
select pg_temp.require_invoker('http.public_url', 'stable');
select pg_temp.require_callers('http.reply', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_callers('http.refusal', 'gatekeeper usher');
select pg_temp.require_callers('http.rate_limited', 'gatekeeper usher');
select pg_temp.require('a refusal has its code and details',
    (http.refusal(403, 'invalid_pin', 'Invalid PIN', '{"attempts_left": 4}')).data::jsonb = '{"code": "invalid_pin", "attempts_left": 4}');

rollback;
