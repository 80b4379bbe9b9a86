-- Revert syncstream:billing/stripe_account from pg

begin;

drop function private.stripe_forgotten_done;
drop function private.stripe_forgotten;
drop function private.stripe_forget;
drop function private.stripe_customer_keep;
drop function private.stripe_customer;
drop table app.stripe_forgotten;
drop table app.stripe_customer;
drop table app.stripe_account;

commit;
