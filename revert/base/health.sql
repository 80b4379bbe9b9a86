-- Revert syncstream:base/health from pg

begin;

drop function http.is_deployed;

commit;
