-- Revert syncstream:resellers/idempotency from pg

begin;

drop function private.export_idempotency_key;
drop function private.once;
drop table app.idempotency_key;
drop domain app.request_key;
alter table app.settings drop column idempotency_lifetime;

commit;
