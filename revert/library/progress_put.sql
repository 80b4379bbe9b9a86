-- Revert syncstream:library/progress_put from pg

begin;

select http.unmount('PUT', '/v1/progress');
drop function api.progress_put;

commit;
