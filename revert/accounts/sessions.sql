-- Revert syncstream:accounts/sessions from pg

begin;

select http.unmount('DELETE', '/v1/sessions/{id}');
drop function api.session_delete;
drop function private.session_end;
select http.unmount('GET', '/v1/sessions');
drop function api.session_list;
drop type api.session_page;
drop type api.session;

commit;
