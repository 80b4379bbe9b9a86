-- Revert syncstream:analytics/roles from pg
-- Logins that were made stay, and can do nothing: not even connect.

begin;

do $$
begin
    execute format('revoke connect on database %I from analyst', current_database());
end
$$;

drop function private.export_analyst_login;
drop function private.account_forget_analyst_login;
drop function private.analyst_reseller_id;
drop table private.analyst_login;
drop schema analytics;
drop role analyst_reseller;
drop role analyst_staff;

commit;
