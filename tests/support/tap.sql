-- Loaded once into a database that is there for tests: pgTAP, plpgsql_check, and words in which a test tells its
-- story. People go by short names ('ada'), profiles by theirs; each test is one transaction that is rolled back.

\set ON_ERROR_STOP on
set client_min_messages = warning;

create schema tests;
create extension pgtap schema tests;
create extension plpgsql_check schema tests;
grant usage on schema tests to public;
select format('alter database %I set search_path = tests, public', current_database()) \gexec

-- Who there is. These look past row-level security, whoever calls them.

create function tests.account_id(who text) returns uuid
language sql stable security definer set search_path = ''
begin atomic
    select e.account_id from app.account_email e where e.email = who || '@example.com';
end;

create function tests.profile_id(who text, name text) returns uuid
language sql stable security definer set search_path = ''
begin atomic
    select p.id from app.profile p where p.account_id = tests.account_id(who) and p.name = profile_id.name;
end;

create function tests.grant_plan(who text, plan text) returns uuid
language sql volatile security definer set search_path = ''
begin atomic
    insert into app.subscription (account_id, plan, status, source, current_period_end)
    values (tests.account_id(who), grant_plan.plan, 'active', 'grant', now() + interval '1 month')
    returning id;
end;

-- The password is always 'correct horse'. Hashed at the least cost: only hash_password's own test needs ours.
create function tests.account(who text, plan text default null, role text default 'user') returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := gen_random_uuid();
    v_email   text := account.who || '@example.com';
begin
    insert into app.account_email values (v_email, v_account);
    insert into app.account (account_id, email, role) values (v_account, v_email, account.role);
    insert into app.account_counter values (v_account);
    insert into private.account_password values (v_account, extensions.crypt('correct horse', extensions.gen_salt('bf', 4)));
    if account.plan is not null then
        perform tests.grant_plan(account.who, account.plan);
    end if;
    return v_account;
end
$$;

create function tests.profile(who text, name text, is_kids boolean default false, pin text default null) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := tests.account_id(profile.who);
    v_profile uuid;
begin
    insert into app.profile (account_id, name, is_kids, has_pin, rev)
    values (v_account, profile.name, profile.is_kids, profile.pin is not null, 0)
    returning id into v_profile;
    if profile.pin is not null then
        insert into private.profile_pin (account_id, profile_id, hash)
        values (v_account, v_profile, extensions.crypt(profile.pin, extensions.gen_salt('bf', 4)));
    end if;
    return v_profile;
end
$$;

create function tests.session(who text, device_id text default null, profile text default null) returns uuid
language sql volatile security definer set search_path = ''
begin atomic
    insert into app.session (account_id, profile_id, device_id, device_name, expires_at)
    values (tests.account_id(who), tests.profile_id(who, session.profile), session.device_id, session.device_id, now() + interval '60 days')
    returning id;
end;

create function tests.reseller(who text, credits bigint default 0, parent text default null) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_account uuid := tests.account(reseller.who, role => 'reseller');
begin
    insert into app.reseller (account_id, parent_id) values (v_account, tests.account_id(reseller.parent));
    update app.reseller set resellers = resellers + 1 where account_id = tests.account_id(reseller.parent);
    if reseller.credits > 0 then
        perform private.ledger_post(v_account, reseller.credits, 'grant', 'A grant');
    end if;
    return v_account;
end
$$;

create function tests.balance(who text) returns bigint
language sql stable security definer set search_path = ''
begin atomic
    select r.credits_balance from app.reseller r where r.account_id = tests.account_id(who);
end;

-- What a reseller's ledger says, oldest first: 'grant 5000, client_created -1000'.
create function tests.ledger(who text) returns text
language sql stable security definer set search_path = ''
begin atomic
    select coalesce(string_agg(e.transaction_type || ' ' || e.amount, ', ' order by e.seq), '')
    from app.ledger_entry e where e.account_id = tests.account_id(who);
end;

-- Whose request the rest of the script is: as the API does it, the role of the token's connection and then
-- http.begin_request. A kids profile makes the role kid. Without a session given, the person's newest, or a new one.
create function tests.become(who text, profile text default null, session_id uuid default null) returns void
language plpgsql volatile
as $$
declare
    v_account app.account;
    v_session uuid := become.session_id;
    v_profile app.profile;
begin
    perform set_config('role', session_user, true);
    select * into strict v_account from app.account a where a.account_id = tests.account_id(become.who);
    if become.profile is not null then
        select * into strict v_profile from app.profile p
        where p.account_id = v_account.account_id and p.name = become.profile;
    end if;
    if v_session is null then
        select s.id into v_session from app.session s
        where s.account_id = v_account.account_id order by s.created_at desc limit 1;
    end if;
    v_session := coalesce(v_session, tests.session(become.who));

    perform set_config('role', case when v_profile.is_kids then 'kid' when v_account.role = 'user' then 'member' else v_account.role end, true);
    perform http.begin_request(v_account.account_id, v_session, v_account.role, v_profile.id, v_profile.token_version, '192.0.2.1', 'test');
end
$$;

create function tests.become_anonymous(address text default '192.0.2.1') returns void
language plpgsql volatile
as $$
begin
    perform set_config('role', 'anonymous', true);
    perform http.begin_request(null, null, null, null, null, address, 'test');
end
$$;

-- Claims of a member, but any role: what a role reaches when a token's claims are right and its role is not.
create function tests.become_role(role text) returns void
language sql volatile
begin atomic
    select set_config('role', role, true);
end;

create function tests.become_superuser() returns void
language sql volatile
begin atomic
    select set_config('role', session_user, true);
end;

-- Watch parties. A party of someone's profile, which hosts it; made by the same call as any.
create function tests.party(who text, profile text, control text default 'host', max_members integer default null) returns uuid
language plpgsql volatile
as $$
begin
    perform tests.become(party.who, party.profile);
    return api.party_create('Friday night', '{"kind": "movie", "title": "The Matrix"}', party.control, party.max_members) #>> '{party,id}';
end
$$;

create function tests.party_code(party_id uuid) returns text
language sql stable security definer set search_path = ''
begin atomic
    select c.code from app.party_code c where c.party_id = party_code.party_id;
end;

create function tests.join_party(party_id uuid, who text, profile text) returns void
language plpgsql volatile
as $$
begin
    perform tests.become(join_party.who, join_party.profile);
    perform api.party_join(tests.party_code(join_party.party_id));
end
$$;

-- A relay saw these profiles (by name) in a party, or saw them go.
create function tests.seen(party_id uuid, names text[], ping_ms integer default 20, relay text default 'relay', gone text[] default '{}') returns json
language sql volatile security definer
begin atomic
    select relay.presence(
        coalesce(json_agg(json_build_object('party_id', party_id, 'profile_id', p.id, 'ping_ms', ping_ms)) filter (where p.name = any (names)), '[]'),
        coalesce(json_agg(json_build_object('party_id', party_id, 'profile_id', p.id)) filter (where p.name = any (gone)), '[]'), relay)
    from app.profile p;
end;

-- A party's log from an event on, in short: 'play Ada, join Bob, pause'.
create function tests.party_log(party_id uuid, since bigint default 0) returns text
language sql stable security definer set search_path = ''
begin atomic
    select coalesce(string_agg(concat_ws(' ', e.kind, e.actor_name), ', ' order by e.seq), '')
    from app.party_event e where e.party_id = party_log.party_id and e.seq > since;
end;

create function tests.party_row(party_id uuid) returns app.party
language sql stable security definer set search_path = ''
begin atomic
    select p from app.party p where p.id = party_row.party_id;
end;

-- The arguments of http.begin_request for someone, as the relay hands them on with each call.
create function tests.claims(who text, profile text default null) returns json
language sql volatile security definer set search_path = ''
begin atomic
    select json_build_array(
        a.account_id,
        coalesce((select s.id from app.session s where s.account_id = a.account_id order by s.created_at desc limit 1), tests.session(who)),
        a.role, p.id, p.token_version, '192.0.2.1', 'test')
    from app.account a
    left join app.profile p on p.account_id = a.account_id and p.name = claims.profile
    where a.account_id = tests.account_id(who);
end;

-- Time passes: everything that is written down moves into the past.
create function tests.later(passed interval) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_update text;
begin
    for v_update in
        select format('update %s set %s', c.oid::regclass, string_agg(
                   case a.atttypid when 'timestamptz'::regtype then format('%1$I = %1$I - $1', a.attname)
                   else format('%1$I = array(select t - $1 from unnest(%1$I) with ordinality as u (t, n) order by n)', a.attname) end, ', '))
        from pg_catalog.pg_class c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attgenerated = ''
        where c.relnamespace in ('app'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p')
          and a.atttypid in ('timestamptz'::regtype, 'timestamptz[]'::regtype)
        group by c.oid
    loop
        execute v_update using later.passed;
    end loop;
end
$$;

-- How a call answers, in short: '200', '403 plan_limit_reached', '42501' (the function is not granted; with a message
-- where something that it needs is not); with the details that a refusal has besides its code:
-- '403 invalid_pin {"attempts_left": 4}'. What was raised is rolled back, what was returned is not, as for the API.
create function tests.call(expression text) returns text
language plpgsql volatile
as $$
declare
    v_answer  jsonb;
    v_type    regtype;
    v_state   text;
    v_slug    text;
    v_detail  text;
    v_message text;
begin
    execute 'select to_jsonb(answer), pg_typeof(answer) from (select ' || expression || ') as t (answer)' into v_answer, v_type;
    if v_type <> 'http.response'::regtype or v_answer ->> 'status' is null then
        return '200';
    end if;
    return concat_ws(' ', v_answer ->> 'status', v_answer #>> '{data,code}', nullif((v_answer -> 'data') - 'code', '{}'));
exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_slug = constraint_name, v_detail = pg_exception_detail, v_message = message_text;
    return concat_ws(' ', replace(v_state, 'PT', ''), nullif(v_slug, ''), case when v_state ^@ 'PT' then nullif(v_detail, '')::jsonb end,
                     case when v_state = '42501' and strpos(expression, coalesce(substring(v_message from 'for function (\w+)$'), '?') || '(') = 0 then v_message end);
end
$$;

-- How many rows a statement finds, changes or deletes, for whoever calls.
create function tests.affected(statement text) returns bigint
language plpgsql volatile
as $$
declare
    v_count bigint;
begin
    execute statement;
    get diagnostics v_count = row_count;
    return v_count;
end
$$;

-- Which roles were granted a privilege: on a table or any of its columns; to call a function.
create function tests.roles_with(privilege text, relation text) returns text
language sql stable
begin atomic
    select coalesce(string_agg(role, ' ' order by n), 'nobody')
    from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'treasurer', 'cashier', 'billing', 'usher', 'analyst', 'syncstream_api', 'syncstream_relay']) with ordinality as r (role, n)
    where case when privilege in ('delete', 'truncate', 'trigger') then has_table_privilege(role, relation, privilege)
               else has_any_column_privilege(role, relation, privilege) end;
end;
create function tests.roles_calling(function text) returns text
language sql stable
begin atomic
    select coalesce(string_agg(role, ' ' order by n), 'nobody')
    from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'treasurer', 'cashier', 'billing', 'usher', 'analyst', 'syncstream_api', 'syncstream_relay']) with ordinality as r (role, n)
    where has_function_privilege(role, function::regproc, 'execute')
      and role <> (select p.proowner::regrole::text from pg_proc p where p.oid = function::regproc);
end;

-- Whether a value is one of a type's.
create function tests.takes(type text, value text) returns boolean
language plpgsql volatile
as $$
begin
    execute 'select $1::' || takes.type using takes.value;
    return true;
exception when check_violation or data_exception then
    return false;
end
$$;

-- What is ours: objects of the project's schemas that no extension brought along.
create view tests.relation as
select c.*, c.oid::regclass::text as name, n.nspname, exists (
           select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped) as is_tenant
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^(pg_|information_schema$|sqitch$|tests$|public$|extensions$)'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e');

create view tests.function as
select p.*, p.oid::regprocedure::text as name, n.nspname, l.lanname
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
where n.nspname !~ '^(pg_|information_schema$|sqitch$|tests$|public$|extensions$)'
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');
