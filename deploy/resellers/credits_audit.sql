-- Deploy syncstream:resellers/credits_audit to pg
-- The proof of the ledger, from its rows alone (make credits-audit).

begin;

grant treasurer to current_user;

create function private.credits_audit() returns json
language sql stable security definer set search_path = ''
begin atomic
    with entry as (
        select e.*,
               row_number() over w as number,
               coalesce(lag(e.balance_after) over w, 0) as balance_before,
               e.seq = max(e.seq) over (partition by e.account_id) as is_last
        from app.ledger_entry e
        window w as (partition by e.account_id order by e.seq)
    ),
    ledger as (
        select e.account_id, count(*) as entries, sum(e.amount) as amount, max(e.balance_after) filter (where e.is_last) as balance_after,
               min(e.balance_after) as lowest,
               count(*) filter (where e.seq <> e.number) as misplaced,
               count(*) filter (where e.balance_after <> e.balance_before + e.amount) as broken
        from entry e
        group by e.account_id
    ),
    -- A reseller that deleted its account had no credits: its balance is 0 for ever.
    reseller as (
        select coalesce(r.account_id, l.account_id) as account_id, coalesce(r.credits_balance, 0) as balance,
               case when r.account_id is null then l.entries else r.entries end as counted,
               coalesce(l.entries, 0) as entries, coalesce(l.amount, 0) as amount, coalesce(l.balance_after, 0) as balance_after,
               coalesce(l.lowest, 0) as lowest, coalesce(l.misplaced, 0) as misplaced, coalesce(l.broken, 0) as broken
        from app.reseller r
        full join ledger l on l.account_id = r.account_id
    ),
    -- Both sides of all transfers between the same two come to nothing.
    transfer as (
        select least(e.account_id, e.counterparty_id) as one, greatest(e.account_id, e.counterparty_id) as other, sum(e.amount) as amount
        from app.ledger_entry e
        where e.transaction_type in ('transfer_in', 'transfer_out')
        group by 1, 2
    ),
    total as (
        select count(*) as entries,
               coalesce(sum(e.amount) filter (where e.transaction_type = 'grant'), 0) as granted,
               coalesce(sum(e.amount) filter (where e.transaction_type = 'purchase'), 0) as purchased,
               -coalesce(sum(e.amount) filter (where e.transaction_type in ('client_created', 'client_renewed', 'reseller_created', 'refund')), 0) as spent,
               (select count(*) from app.reseller) as resellers,
               (select coalesce(sum(r.credits_balance), 0) from app.reseller r) as balances
        from app.ledger_entry e
    ),
    problem (account_id, problem) as (
        select r.account_id, format('the balance is %s, the sum of the ledger %s', r.balance, r.amount) from reseller r where r.balance <> r.amount
        union all
        select r.account_id, format('the balance is %s, the last balance_after %s', r.balance, r.balance_after)
        from reseller r where r.balance <> r.balance_after
        union all
        select r.account_id, format('the balance was %s', least(r.lowest, r.balance)) from reseller r where r.lowest < 0 or r.balance < 0
        union all
        select r.account_id, format('entries that do not follow from the one before: %s', r.broken) from reseller r where r.broken > 0
        union all
        select r.account_id, format('entries are missing or out of place: %s are there, %s were made', r.entries, r.counted)
        from reseller r where r.misplaced > 0 or r.entries <> r.counted
        union all
        select t.one, format('transfers with %s leave %s', t.other, t.amount) from transfer t where t.amount <> 0
        union all
        select null, format('all balances are %s, but %s granted + %s purchased - %s spent is %s',
                            t.balances, t.granted, t.purchased, t.spent, t.granted + t.purchased - t.spent)
        from total t where t.balances <> t.granted + t.purchased - t.spent
    )
    select json_build_object(
        'totals', (select row_to_json(t) from total t),
        'problems', (select coalesce(json_agg(p), '[]') from problem p));
end;
comment on function private.credits_audit is
    $${"totals": …, "problems": [{"account_id", "problem"}]}: for each reseller, balance = sum of the ledger = last balance_after >= 0, every entry following from the one before, without a gap; both sides of all transfers; and all balances = granted + purchased - spent. Of one moment: safe to ask at any time$$;
alter function private.credits_audit owner to treasurer;
grant execute on function private.credits_audit to syncstream;

revoke treasurer from current_user;

commit;
