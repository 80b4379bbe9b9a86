-- Revert syncstream:billing/stripe_subscription from pg

begin;

drop function private.stripe_subscription_apply;
drop function private.stripe_findings;
drop function private.stripe_subscription_differs;
drop function private.stripe_subscription_words;
drop function private.stripe_subscription_due;
drop function private.stripe_subscription_stored;
drop type private.stripe_subscription;
drop function private.stripe_plan;
drop function private.account_forget_stripe_subscription;
drop table app.plan_price;
drop table app.stripe_subscription;

commit;
