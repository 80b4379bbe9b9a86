-- Revert syncstream:parties/domains from pg

begin;

drop domain app.chat_text;
drop domain app.playback_rate;
drop domain app.command_id;
drop domain app.party_action;
drop domain app.party_role;
drop domain app.invitation_code;
drop domain app.party_size;
drop domain app.party_control;
drop domain app.party_content;
drop function app.is_party_content;
drop function app.is_party_text;

commit;
