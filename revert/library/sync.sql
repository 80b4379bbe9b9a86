-- Revert syncstream:library/sync from pg

begin;

select http.unmount('POST', '/v1/sync');
drop function api.device_sync;
drop type api.sync_answer;
drop type api.sync_change;
drop type api.sync_result;
drop function private.sync_prune;
drop function private.progress_may_follow;
drop function private.sync_push;
drop function private.sync_step;
drop function private.sync_data_problem;
drop type private.sync_step;
drop domain app.sync_ops;
drop domain app.sync_limit;
alter table app.settings drop column sync_memory;
drop table app.sync_op;
revoke update (pruned_rev) on app.account_counter from gatekeeper;
alter table app.account_counter drop column pruned_rev;

commit;
