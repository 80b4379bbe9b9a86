-- Revert syncstream:base/paging from pg

begin;

drop function private.page;
drop function private.cursor_decode;
drop function private.cursor_encode;

commit;
