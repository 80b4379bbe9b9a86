-- Revert syncstream:library/playlist_remap from pg

begin;

revoke execute on function app.is_count, app.is_series, app.is_ids, app.is_short_text, private.sync_data_problem from gatekeeper;
select http.unmount('POST', '/v1/playlists/{id}/remap');
drop function api.playlist_remap;
drop function private.remap_pairs;
drop function private.remap_apply;
drop function private.remap_moves;
drop type private.remap_move;
drop type api.remap;
drop type api.remap_count;
drop type api.remap_pair;
drop domain app.catalogue;

commit;
