-- Revert syncstream:base/settings from pg

begin;

drop table app.settings;

commit;
