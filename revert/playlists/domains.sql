-- Revert syncstream:playlists/domains from pg

begin;

drop domain app.panel_object;
drop domain app.list_position;
drop domain app.credential;
drop domain app.web_addresses;
drop domain app.web_address;
drop domain app.visibility;
drop domain app.playlist_kind;

commit;
