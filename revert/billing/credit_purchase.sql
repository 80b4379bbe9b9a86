-- Revert syncstream:billing/credit_purchase from pg

begin;

select http.unmount('POST', '/v1/billing/credits');
drop function api.billing_credits;
drop function private.stripe_charge_apply;
drop type private.stripe_charge;
drop function private.stripe_purchase_missing;
drop function private.stripe_purchase_apply;
drop type private.stripe_purchase;
drop table app.credit_purchase;

commit;
