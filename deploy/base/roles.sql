-- Deploy syncstream:base/roles to pg
-- Who there is, where things live, and nothing for PUBLIC.
--
-- Roles belong to the cluster, so a cluster holds one SyncStream.

begin;

-- The token decides among these; a connection of the API starts as one of them and cannot leave it.
create role anonymous nologin;
create role kid       nologin;
create role member    nologin;
create role reseller  nologin in role member;
create role admin     nologin in role member;
comment on role anonymous is $$A request without a token$$;
comment on role kid       is $$A token whose selected profile is a kids profile$$;
comment on role member    is $$A signed-in account$$;
comment on role reseller  is $$A signed-in reseller: what a member may, and its clients and credits$$;
comment on role admin     is $$A signed-in administrator: what a member may, and resellers$$;

-- Owns the few functions that read secrets (security definer). Holds grants for those tables and no others;
-- a function that the owner of the tables forgot about would see nothing, since row-level security is forced.
create role gatekeeper nologin;
comment on role gatekeeper is $$Owner of the security definer functions: password, PIN, refresh token, audit$$;
grant gatekeeper to syncstream;

-- Owns the one function that moves credits. syncstream is granted it only while it hands that function over, or the
-- owner of the tables could write what the treasurer can.
create role treasurer nologin;
comment on role treasurer is $$Owner of private.ledger_post: inserts ledger entries and moves balances$$;

-- Stripe's events are no request of anybody's: a connection of their own writes what they mean, by calling the few
-- functions that billing is granted. Those belong to the cashier, who may write what they write.
create role cashier nologin;
comment on role cashier is $$Owner of the functions that write what Stripe says: subscriptions of Stripe's, purchases of credits$$;
grant cashier to syncstream;
create role billing nologin;
comment on role billing is $$The API when Stripe speaks: calls the functions private.stripe_…, and reads and writes no table$$;

-- Owns the functions that the rules of watch parties are called through: a party's members are of many accounts, so that
-- no policy by claims can say who may read what, and its tables are for these functions alone.
create role usher nologin;
comment on role usher is $$Owner of the security definer functions of watch parties$$;
grant usher to syncstream;

create role syncstream_api login noinherit in role anonymous, kid, member, reseller, admin, billing;
comment on role syncstream_api is $$The API's login: may become what a token says, or billing, and by itself reads the route table$$;
alter role syncstream_api set log_min_messages = 'log';
alter role syncstream_api set lc_messages = 'C';
alter role syncstream_api set log_parameter_max_length = 0;
alter role syncstream_api set log_parameter_max_length_on_error = 0;

create role syncstream_relay login noinherit;
comment on role syncstream_relay is $$The relay's login: calls the functions of the schema relay, and reads nothing by itself$$;
alter role syncstream_relay set log_min_messages = 'log';
alter role syncstream_relay set lc_messages = 'C';
alter role syncstream_relay set log_parameter_max_length = 0;
alter role syncstream_relay set log_parameter_max_length_on_error = 0;

create role analyst nologin;
comment on role analyst is $$Those who query the schema analytics$$;

alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;

create schema app;
create schema private;
create schema http;
create schema api;
create schema relay;
create schema extensions;
comment on schema app        is $$Tables of accounts, their rows under row-level security$$;
comment on schema private    is $$Secrets, and the functions that rules share; not for clients$$;
comment on schema http       is $$Routes, the verified claims, and how an answer looks$$;
comment on schema api        is $$What the API calls: a function an endpoint, a type a shape$$;
comment on schema relay      is $$What the relay of watch parties calls$$;
comment on schema extensions is $$Extensions$$;

create extension pgcrypto schema extensions;

grant usage on schema app, private, http, api to anonymous, kid, member, reseller, admin, gatekeeper;
grant usage on schema app, private to treasurer, cashier;
grant usage on schema private to billing;
grant usage on schema http, api to syncstream_api;
grant usage on schema app, private, http, api, relay to usher;
grant usage on schema relay to syncstream_relay;
grant usage on schema extensions to gatekeeper, usher;
grant create on schema private, http, api to gatekeeper;  -- a function's owner needs it; gatekeeper cannot log in
grant create on schema private to treasurer, cashier;
grant create on schema private, api, relay to usher;

do $$
begin
    execute format('grant connect on database %I to syncstream_api, syncstream_relay', current_database());
end
$$;

commit;
