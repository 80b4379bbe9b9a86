-- Revert syncstream:base/domains from pg

begin;

drop domain app.page_cursor;
drop domain app.page_limit;
drop domain app.free_object;
drop domain app.categories;
drop function private.longest;
drop domain app.age;
drop domain app.language;
drop domain app.address;
drop domain app.device_id;
drop domain app.name;
drop domain app.pin;
drop domain app.password;
drop domain app.new_password;
drop domain app.email;

commit;
