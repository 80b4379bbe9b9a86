-- Revert syncstream:analytics/resellers from pg

begin;

drop view analytics.sales_day;
drop view analytics.ledger;
drop view analytics.client;
drop view analytics.reseller;
revoke select on app.ledger_entry, app.reseller_client, app.reseller from analyst_staff, analyst_reseller;
drop policy ledger_entry_select_analyst_reseller on app.ledger_entry;
drop policy reseller_client_select_analyst_reseller on app.reseller_client;
drop policy reseller_select_analyst_reseller on app.reseller;
drop policy ledger_entry_select_analyst_staff on app.ledger_entry;
drop policy reseller_client_select_analyst_staff on app.reseller_client;
drop policy reseller_select_analyst_staff on app.reseller;

commit;
