-- Revert syncstream:resellers/ledger from pg

begin;

select http.unmount('GET', '/v1/reseller/ledger');
drop function api.ledger_list;
drop function private.ledger_entry_shape;
drop type api.ledger_page;
drop type api.ledger_entry;
drop function private.ledger_post;
drop function private.require_credits;
drop policy reseller_update_treasurer on app.reseller;
drop policy reseller_select_treasurer on app.reseller;
revoke all on app.reseller from treasurer;
revoke update (credits_balance, entries) on app.reseller from treasurer;
drop table app.ledger_note;
drop table app.ledger_entry;

commit;
