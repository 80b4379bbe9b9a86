-- Revert syncstream:billing/subscription from pg

begin;

select http.unmount('GET', '/v1/subscription');
drop function api.subscription_get;
drop function private.subscription_shape;
drop type api.subscription;
drop function private.current_plan;
drop function private.plan_of;
drop function private.current_subscription;
drop function app.gives_plan;
drop table app.subscription;

commit;
