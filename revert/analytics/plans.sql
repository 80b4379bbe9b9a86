-- Revert syncstream:analytics/plans from pg

begin;

drop view analytics.plan_day;
drop view analytics.subscription;
drop view analytics.plan;
revoke select on app.subscription, app.settings from analyst_staff;
revoke select on app.plan, app.client_price from analyst_staff, analyst_reseller;
drop policy subscription_select_analyst_staff on app.subscription;
drop policy client_price_select_analyst on app.client_price;

commit;
