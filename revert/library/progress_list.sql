-- Revert syncstream:library/progress_list from pg

begin;

select http.unmount('GET', '/v1/history');
select http.unmount('DELETE', '/v1/progress{?item}');
select http.unmount('GET', '/v1/progress/resume');
select http.unmount('GET', '/v1/progress');
drop function api.history_list;
drop type api.history_page;
drop type api.viewing;
drop function api.progress_delete;
drop function api.progress_resume;
drop function api.progress_list;
drop domain app.progress_state;
drop type api.progress_page;

commit;
