-- Verify syncstream:resellers/ledger on pg

begin;
\ir ../facts.sql

select pg_temp.require_forced_security('app.ledger_entry');
select pg_temp.require_granted('select', 'app.ledger_entry', 'reseller gatekeeper treasurer');
select pg_temp.require_granted('insert', 'app.ledger_entry', 'treasurer');
select pg_temp.require_granted('update', 'app.ledger_entry', 'nobody');
select pg_temp.require_granted('delete', 'app.ledger_entry', 'nobody');
select pg_temp.require_granted('truncate', 'app.ledger_entry', 'nobody');
select pg_temp.require('the owner of the ledger does not write to it',
    not has_table_privilege('syncstream', 'app.ledger_entry', 'insert, update, delete, truncate'));
select pg_temp.require('no policy lets anyone change or delete an entry', not exists (
    select from pg_policy where polrelid = 'app.ledger_entry'::regclass and polcmd not in ('r', 'a')));
select pg_temp.require('nobody is the treasurer', not exists (select from pg_auth_members where roleid = 'treasurer'::regrole and member <> 10));
select pg_temp.require_forced_security('app.ledger_note');
select pg_temp.require_granted('select', 'app.ledger_note', 'reseller gatekeeper');
select pg_temp.require_granted('insert', 'app.ledger_note', 'treasurer');
select pg_temp.require_granted('update', 'app.ledger_note', 'nobody');
select pg_temp.require_granted('delete', 'app.ledger_note', 'gatekeeper');
select pg_temp.require_granted('select', 'app.reseller', 'reseller gatekeeper treasurer');
select pg_temp.require_granted('update', 'app.reseller', 'gatekeeper treasurer');
select pg_temp.require('the treasurer moves balances', has_column_privilege('treasurer', 'app.reseller', 'credits_balance', 'update'));
select pg_temp.require_definer('private.ledger_post', 'treasurer');
select pg_temp.require_callers('private.ledger_post', 'gatekeeper cashier');
select pg_temp.require_route('GET', '/v1/reseller/ledger', 'api.ledger_list', 'reseller', shape => 'api.ledger_page');

rollback;
