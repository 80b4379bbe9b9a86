-- Revert syncstream:accounts/me_export from pg

begin;

select http.unmount('GET', '/v1/me/export');
drop function api.me_export;
drop type api.export;

commit;
