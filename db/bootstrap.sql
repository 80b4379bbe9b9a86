-- What a superuser does once for a database, before Sqitch: a role that owns it and deploys to it.
-- All later changes run as that role (PGOPTIONS='-c role=syncstream'), without superuser rights.
-- Safe to run again.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;

select 'create role syncstream nologin createrole'
where not exists (select from pg_roles where rolname = 'syncstream')
\gexec

-- Owns the functions of the vault (deploy/playlists/vault.sql). Its keys are files outside the data directory: only a
-- superuser can let a role read those. syncstream deploys the vault's functions, so it is a member.
select 'create role vault nologin'
where not exists (select from pg_roles where rolname = 'vault')
\gexec
comment on role vault is $$Owner of the functions that read the vault's keys and write its secrets$$;
grant pg_read_server_files to vault;
grant execute on function pg_read_binary_file(text, bigint, bigint, boolean) to vault;
grant vault to syncstream;

select format('alter database %I owner to syncstream', current_database())
\gexec
select format('revoke all on database %I from public', current_database())
\gexec

-- For the API's login (deploy/base/roles.sql): it logs its refusals itself, or each 404 would be an ERROR in the
-- server's log; it reads a parameter's number out of an error's context, which must not be translated; and whatever
-- the server logs, the values of its parameters are not in it: a password is one.
grant set on parameter log_min_messages, lc_messages, log_parameter_max_length to syncstream;

-- What PostgreSQL lets anybody do who may connect, and analysts may: leave data behind as large objects, and hold
-- advisory locks, which the vault and Sqitch take. Those keep their right.
select format('revoke execute on function %s from public', p.oid::regprocedure)
from pg_proc p
where p.pronamespace = 'pg_catalog'::regnamespace
  and (p.proname ~ '^pg_(try_)?advisory_' or p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea'))
  and has_function_privilege('public', p.oid, 'execute')
\gexec
grant execute on function pg_advisory_xact_lock(bigint), pg_advisory_xact_lock_shared(bigint) to vault;
grant execute on function pg_advisory_lock(bigint), pg_try_advisory_lock(bigint), pg_advisory_unlock(bigint) to syncstream;
