-- Verify syncstream:analytics/resellers on pg

begin;
\ir ../facts.sql

select pg_temp.require_analysts_view('analytics.reseller', staff_only => false);
select pg_temp.require_analysts_view('analytics.client', staff_only => false);
select pg_temp.require_analysts_view('analytics.ledger', staff_only => false);
select pg_temp.require_analysts_view('analytics.sales_day', staff_only => false);
select pg_temp.require_columns('analyst_staff', 'app.reseller', 'account_id parent_id credits_balance clients resellers created_at');
select pg_temp.require_columns('analyst_staff', 'app.reseller_client', 'account_id client_id plan suspended_at expires_at term_started_at term_cost created_at');
select pg_temp.require_columns('analyst_staff', 'app.ledger_entry', 'account_id seq amount balance_after transaction_type description counterparty_id created_at');
select pg_temp.require_columns('analyst_staff', 'app.ledger_note', null);
select pg_temp.require_columns('analyst_reseller', 'app.reseller', 'account_id parent_id credits_balance clients resellers created_at');
select pg_temp.require_columns('analyst_reseller', 'app.reseller_client', 'account_id client_id plan suspended_at expires_at term_started_at term_cost created_at');
select pg_temp.require_columns('analyst_reseller', 'app.ledger_entry', 'account_id seq amount balance_after transaction_type description counterparty_id created_at');
select pg_temp.require_columns('analyst_reseller', 'app.ledger_note', null);
select pg_temp.require('a reseller''s analysts see by the reseller that their login is bound to, and by nothing else',
    (select count(*) = 3 and bool_and(pg_get_expr(polqual, polrelid) ~ '^\(account_id = \( SELECT private\.analyst_reseller_id\(\) AS analyst_reseller_id\)\)$')
     from pg_policy where 'analyst_reseller'::regrole = any (polroles) and polrelid <> 'app.client_price'::regclass));

rollback;
