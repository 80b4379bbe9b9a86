-- Revert syncstream:resellers/admin_resellers from pg

begin;

drop function private.admin_make;
select http.unmount('POST', '/v1/admin/resellers/{id}/credits');
select http.unmount('POST', '/v1/admin/resellers');
drop function api.admin_credits;
drop function api.admin_reseller_create;

commit;
