-- Revert syncstream:billing/stripe_event from pg

begin;

drop function private.stripe_customer_deleted;
drop function private.stripe_event_prune;
drop function private.stripe_event_known;
drop function private.stripe_event_keep;
drop function private.stripe_lock;
drop type private.stripe_effect;
drop type private.stripe_event;
drop table app.stripe_event;

commit;
