-- plpgsql_check reads each function as the server will: names, types, unused variables, dead code, injection.

begin;
select plan(2);

select is_empty(
    $$select m.functionid::text as name, m.lineno, m.level, m.message, m.detail, m.hint, m.query
      from tests.function f
      cross join lateral tests.plpgsql_check_function_tb(
          f.oid, other_warnings => true, extra_warnings => true, performance_warnings => true, security_warnings => true, compatibility_warnings => true) as m
      where f.lanname = 'plpgsql' and coalesce(m.message !~ '^name of parameter "(limit|to)" is reserved keyword$', true)$$,  -- they are the contract's
    'plpgsql_check is content');

create function pg_temp.unused() returns integer language plpgsql stable as $$ declare v_unused integer; begin return 1; end $$;
select isnt_empty($$select from tests.plpgsql_check_function_tb('pg_temp.unused()'::regprocedure)$$, '(it would tell)');

select * from finish();
rollback;
