-- Revert syncstream:accounts/begin_request from pg

begin;

drop function http.begin_request;

commit;
