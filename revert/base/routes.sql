-- Revert syncstream:base/routes from pg

begin;

drop view http.type;
drop view http.endpoint;
drop function http.unmount;
drop function http.mount;
drop function http.query_arguments;
drop function http.path_arguments;
drop table http.route;

commit;
