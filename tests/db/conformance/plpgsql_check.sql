-- plpgsql_check reads each function as the server will: names, types, unused variables, dead code, injection.

begin;
select plan(4);

create temporary view finding as
select f.name, m.lineno, m.level, m.message, m.detail, m.hint, m.query, f.prosrc
from tests.function f
cross join lateral tests.plpgsql_check_function_tb(
    f.oid, other_warnings => true, extra_warnings => true, performance_warnings => true, security_warnings => true, compatibility_warnings => true) as m
where f.lanname = 'plpgsql'
  and m.message !~ '^name of parameter ".*" is reserved keyword$'                              -- names are the contract's
  and m.message <> 'unused parameter "rest"'                                                    -- its being there lets a body have any field
  and m.message <> 'target type is different type than source type'                            -- an integer may become a bigint
  -- What raises may say volatile: of an immutable one the planner would make a constant, and raise before its time.
  and not (m.message ~ '^routine is marked as VOLATILE' and f.prosrc ~* '\yraise\y');

select is_empty($$select name, lineno, level, message, detail, hint, query from finding where message !~ 'dynamic SQL' and level <> 'security'$$,
    'plpgsql_check is content');
select is_empty(
    $$select name, lineno, level, message, detail, hint, query from finding where (message ~ 'dynamic SQL' or level = 'security') and prosrc !~ '-- Dynamic SQL: \w'$$,
    'EXECUTE gets what is quoted, or a comment "-- Dynamic SQL: …" says why nothing can be injected');

create function pg_temp.unused() returns integer language plpgsql stable as $$ declare v_unused integer; begin return 1; end $$;
select isnt_empty($$select from tests.plpgsql_check_function_tb('pg_temp.unused()'::regprocedure)$$, '(it would tell)');
create function pg_temp.injected(name text) returns void language plpgsql volatile as $$ begin execute 'drop table ' || name; end $$;
select isnt_empty($$select from tests.plpgsql_check_function_tb('pg_temp.injected(text)'::regprocedure, security_warnings => true) where level = 'security'$$, '(that, too)');

select * from finish();
rollback;
