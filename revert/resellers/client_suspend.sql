-- Revert syncstream:resellers/client_suspend from pg

begin;

select http.unmount('POST', '/v1/reseller/clients/{id}/resume');
select http.unmount('POST', '/v1/reseller/clients/{id}/suspend');
drop function api.client_resume;
drop function api.client_suspend;
drop function private.client_set_suspended;

commit;
