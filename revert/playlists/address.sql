-- Revert syncstream:playlists/address from pg

begin;

drop function private.fallback_addresses;
drop function private.source;
drop type private.source;
drop function private.query_value;
drop function private.percent_decode;
drop function private.web_address_text;
drop function private.web_address;
drop type private.web_address;
drop function private.is_ipv6;
drop function private.refuse_field;

commit;
