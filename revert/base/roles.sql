-- Revert syncstream:base/roles from pg

begin;

do $$
begin
    execute format('revoke connect on database %I from syncstream_api, syncstream_relay', current_database());
end
$$;

drop extension pgcrypto;
drop schema extensions;
drop schema relay;
drop schema api;
drop schema http;
drop schema private;
drop schema app;

alter default privileges grant usage on types to public;
alter default privileges grant execute on functions to public;

drop role analyst;
drop role syncstream_relay;
drop role syncstream_api;
drop role usher;
drop role billing;
drop role cashier;
drop role treasurer;
drop role gatekeeper;
drop role admin;
drop role reseller;
drop role member;
drop role kid;
drop role anonymous;

commit;
