-- What a superuser does once for a database, before Sqitch: a role that owns it and deploys to it.
-- All later changes run as that role (PGOPTIONS='-c role=syncstream'), without superuser rights.
-- Safe to run again.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;

select 'create role syncstream nologin createrole'
where not exists (select from pg_roles where rolname = 'syncstream')
\gexec

select format('alter database %I owner to syncstream', current_database())
\gexec
select format('revoke all on database %I from public', current_database())
\gexec

-- For the API's login (deploy/base/roles.sql): it logs its refusals itself, or each 404 would be an ERROR in the
-- server's log; and it reads a parameter's number out of an error's context, which must not be translated.
grant set on parameter log_min_messages, lc_messages to syncstream;
