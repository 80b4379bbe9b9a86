-- The proof of the ledger. Each test breaks something that no role of ours can, and sees it found.

begin;
select plan(14);

select tests.reseller('rita', 1000) as rita \gset
select tests.reseller('sam', 100, parent => 'rita') as sam \gset
select tests.become('rita');
select api.transfer_create(:'sam', 50);
select tests.become_superuser();

create function pg_temp.after(statement text) returns text language plpgsql as $$
declare
    v_found text;
begin
    execute statement;
    select coalesce(string_agg(distinct regexp_replace(p ->> 'problem', '[0-9a-f]{8}-[0-9a-f-]{27}', 'X'), '; '), 'nothing') into v_found
    from json_array_elements(private.credits_audit() -> 'problems') as p;
    raise exception using errcode = 'XX123', message = v_found;  -- and back to how it was
exception when sqlstate 'XX123' then
    return sqlerrm;
end
$$;

select is(private.credits_audit()::jsonb,
    '{"totals": {"resellers": 2, "entries": 4, "balances": 1100, "granted": 1100, "purchased": 0, "spent": 0}, "problems": []}', 'all is well');
select is(pg_temp.after('select'), 'nothing', '(and nothing is found)');
select matches(pg_temp.after(statement), found, statement)
from (values
    ('update app.reseller set credits_balance = credits_balance + 1', 'the balance is 151, the sum of the ledger 150'),
    ('update app.reseller set credits_balance = credits_balance + 1', 'the balance is 951, the last balance_after 950'),
    ('update app.reseller set credits_balance = credits_balance + 1', 'all balances are 1102, but 1100 granted \+ 0 purchased - 0 spent is 1100'),
    ('update app.ledger_entry set amount = amount + 1 where amount = 50', 'entries that do not follow from the one before: 1'),
    ('update app.ledger_entry set amount = amount + 1 where amount = 50', 'transfers with X leave 1'),
    ('delete from app.ledger_entry where amount = 50', 'entries are missing or out of place: 1 are there, 2 were made'),
    ('delete from app.ledger_entry where amount = 1000', 'entries are missing or out of place'),
    ('update app.ledger_entry set seq = 7 where amount = -50', 'entries are missing or out of place'),
    ('delete from app.reseller where parent_id is not null', 'the balance is 0, the sum of the ledger 150')) as t (statement, found);
select tests.become('rita');
select throws_ok('select private.credits_audit()', '42501', null, 'a reseller does not audit');
select tests.become_superuser();
set local role syncstream;
select lives_ok('select private.credits_audit()', 'the owner does');
reset role;
select ok((select provolatile = 's' from pg_proc where oid = 'private.credits_audit'::regproc), 'of one moment');

select * from finish();
rollback;
