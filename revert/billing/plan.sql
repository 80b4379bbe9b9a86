-- Revert syncstream:billing/plan from pg

begin;

select http.unmount('GET', '/v1/plans');
drop function private.require_within;
drop function api.plan_list;
drop function private.plan_shape;
drop type api.plan;
drop type api.plan_limits;
drop table app.plan;

commit;
