-- Revert syncstream:resellers/reseller from pg

begin;

drop domain app.note;
drop domain app.credit_grant;
drop domain app.credit_amount;
drop domain app.credits;
drop domain app.months;
drop domain app.plan_code;
drop function private.client_cost;
drop function private.reseller_lock_all;
drop function private.reseller_lock;
drop table app.reseller_price;
drop table app.client_price;
drop table app.reseller;
alter table app.settings
    drop column reseller_price, drop column refund_window, drop column trial_window, drop column trial_quota, drop column trial_term;

commit;
