-- Deploy syncstream:analytics/roles to pg
-- Who asks, and how far each sees.
--
-- Analysts use the schema analytics and no other: they cannot name a table. Its views read with the rights of who asks,
-- so the roles here are granted, of each table, the columns that a view shows and no address, name, secret or device;
-- and policies say which rows. Views, columns and policies are in the changes after this one.
--
-- A login is made by `make analyst` (db/analyst.py) as a member of one of the two.

begin;

create schema analytics;
comment on schema analytics is $$For analysts, and a promise to them: what is here stays as its comments say$$;

create role analyst_staff    nologin in role analyst;
create role analyst_reseller nologin in role analyst;
comment on role analyst_staff    is $$Analysts of ours: everybody's rows, and nothing by which a person is known$$;
comment on role analyst_reseller is $$A reseller's analysts: the clients and the ledger of the one reseller that the login is bound to$$;

grant usage on schema analytics to analyst;

-- By the name of the login, and so by what nobody but a superuser can change in a session: a setting would be whatever
-- the analyst says. A lookup table, like those of addresses and codes.
create table private.analyst_login (
    login      name primary key,
    account_id uuid not null
);
comment on table  private.analyst_login            is $$Whose analyst a login is: written by `make analyst`$$;
comment on column private.analyst_login.login      is $$The login$$;
comment on column private.analyst_login.account_id is $$The reseller$$;
create index analyst_login_account_id on private.analyst_login (account_id);

alter table private.analyst_login enable row level security, force row level security;
create policy analyst_login_all_gatekeeper on private.analyst_login to gatekeeper using (true);
grant select, delete on private.analyst_login to gatekeeper;

create function private.analyst_reseller_id() returns uuid
language sql stable security definer set search_path = '' parallel safe
begin atomic
    select l.account_id
    from private.analyst_login l
    join app.account a on a.account_id = l.account_id
    where l.login = session_user and a.status = 'active';
end;
comment on function private.analyst_reseller_id is $$The reseller that this connection's login is bound to, whatever role or settings it took on since; null: none, or it is suspended$$;
alter function private.analyst_reseller_id owner to gatekeeper;
grant execute on function private.analyst_reseller_id to analyst_reseller;

create function private.account_forget_analyst_login(account_id uuid) returns void
language plpgsql volatile
as $$
begin
    delete from private.analyst_login l where l.account_id = account_forget_analyst_login.account_id;
end
$$;
comment on function private.account_forget_analyst_login is $$Its analysts' logins see nothing from then on$$;

create function private.export_analyst_login(account_id uuid) returns json
language plpgsql stable
as $$
begin
    return (select coalesce(json_agg(json_build_object('login', l.login) order by l.login), '[]')
            from private.analyst_login l where l.account_id = export_analyst_login.account_id);
end
$$;
comment on function private.export_analyst_login is $$The database logins of its analysts$$;
grant execute on function private.account_forget_analyst_login, private.export_analyst_login to gatekeeper;

do $$
begin
    execute format('grant connect on database %I to analyst', current_database());
end
$$;

commit;
