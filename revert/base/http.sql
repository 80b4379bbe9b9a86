-- Revert syncstream:base/http from pg

begin;

drop function http.rate_limited;
drop function http.refusal;
drop function http.reply;
drop type http.response;
drop function http.is_own_page;
drop function http.public_url;
drop function http.client_network;
drop function http.client_address;
drop function http.current_device_id;
drop function http.current_profile_id;
drop function http.current_session_id;
drop function http.current_account_id;

commit;
