-- Revert syncstream:accounts/audit from pg

begin;

select http.unmount('GET', '/v1/audit');
drop function api.audit_list;
drop type api.audit_page;
drop type api.audit_entry;
drop function private.audit_write;
drop table app.audit;

commit;
