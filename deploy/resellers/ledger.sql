-- Deploy syncstream:resellers/ledger to pg
-- Credits move by entries of a ledger, and by nothing else: one function writes an entry and the balance with it.
-- An entry is never changed and never deleted; what was wrong is set right by another one.

begin;

grant treasurer to current_user;  -- in order to give it the function; taken back below

create table app.ledger_entry (
    account_id       uuid        not null,
    seq              bigint      not null check (seq > 0),
    id               uuid        not null default gen_random_uuid(),
    amount           bigint      not null check (amount <> 0),
    balance_after    bigint      not null check (balance_after >= 0),
    transaction_type text        not null,
    description      text        not null,
    counterparty_id  uuid,
    created_at       timestamptz not null,
    primary key (account_id, seq),
    constraint ledger_entry_sign check (
        case transaction_type
            when 'grant' then true
            when 'purchase' then true
            when 'refund' then amount > 0
            when 'transfer_in' then amount > 0
            when 'transfer_out' then amount < 0
            when 'client_created' then amount < 0
            when 'client_renewed' then amount < 0
            when 'reseller_created' then amount < 0
            else false
        end)
);
-- No reference to the account: entries stay when it is deleted. Nothing in one names a person, but by ids that then
-- lead nowhere.
comment on table  app.ledger_entry                  is $$Movements of credits. Append-only, and without personal data: entries outlive their account$$;
comment on column app.ledger_entry.account_id       is $$Whose credits$$;
comment on column app.ledger_entry.seq              is $$Its number in the reseller's ledger: 1, 2, 3, without a gap$$;
comment on column app.ledger_entry.id               is $$The entry$$;
comment on column app.ledger_entry.amount           is $$Credits: added, or (negative) taken$$;
comment on column app.ledger_entry.balance_after    is $$The balance with it$$;
comment on column app.ledger_entry.transaction_type is $$grant, purchase, client_created, client_renewed, refund, transfer_in, transfer_out or reseller_created$$;
comment on column app.ledger_entry.description      is $$What it was for, without names or words of people$$;
comment on column app.ledger_entry.counterparty_id  is $$The client or the other reseller, by its account; null for a grant or a purchase$$;
comment on column app.ledger_entry.created_at       is $$When$$;

create table app.ledger_note (
    account_id uuid   not null,
    seq        bigint not null,
    note       text   not null,
    primary key (account_id, seq)
);
-- No reference to the entry either: checking one locks the row, which takes the right to update that nobody has.
comment on table  app.ledger_note            is $$What people wrote about an entry: apart from it, since this goes with the account$$;
comment on column app.ledger_note.account_id is $$In whose ledger$$;
comment on column app.ledger_note.seq        is $$At which entry$$;
comment on column app.ledger_note.note       is $$The words$$;

alter table app.ledger_entry enable row level security, force row level security;
alter table app.ledger_note  enable row level security, force row level security;

create policy ledger_entry_select_own on app.ledger_entry for select to reseller
    using (account_id = (select http.current_account_id()));
create policy ledger_entry_select_gatekeeper on app.ledger_entry for select to gatekeeper using (true);
create policy ledger_entry_select_treasurer on app.ledger_entry for select to treasurer using (true);
-- The treasurer alone inserts an entry, and it, too, does no more.
create policy ledger_entry_insert_treasurer on app.ledger_entry for insert to treasurer with check (true);
create policy ledger_note_select_own on app.ledger_note for select to reseller
    using (account_id = (select http.current_account_id()));
create policy ledger_note_insert_treasurer on app.ledger_note for insert to treasurer with check (true);
create policy ledger_note_select_gatekeeper on app.ledger_note for select to gatekeeper using (true);
create policy ledger_note_delete_gatekeeper on app.ledger_note for delete to gatekeeper using (true);
create policy reseller_select_treasurer on app.reseller for select to treasurer using (true);
create policy reseller_update_treasurer on app.reseller for update to treasurer using (true);

grant select on app.ledger_entry, app.ledger_note to reseller;
grant select on app.ledger_entry to gatekeeper;
grant select, insert on app.ledger_entry to treasurer;
grant insert on app.ledger_note to treasurer;
grant select, delete on app.ledger_note to gatekeeper;
grant select, update (credits_balance, entries) on app.reseller to treasurer;
-- No update, no delete and no truncate for anyone. The tables' owner is told so as well, and not only shown no rows.
revoke insert, update, delete, truncate on app.ledger_entry from current_user;

create function private.require_credits(balance bigint, cost bigint) returns void
language plpgsql stable
as $$
begin
    if balance < cost then
        raise sqlstate 'PT402' using
            message = 'Insufficient credits',
            constraint = 'insufficient_credits',
            detail = json_build_object('balance', balance, 'cost', cost);
    end if;
end
$$;
comment on function private.require_credits is $$402 insufficient_credits, with balance and cost, where there are fewer than it costs$$;
grant execute on function private.require_credits to gatekeeper, treasurer;

create function private.ledger_post(
    account_id uuid, amount bigint, transaction_type text, description text, counterparty_id uuid default null, note text default null
) returns app.ledger_entry
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_entry app.ledger_entry;
begin
    -- The row lock: whoever else spends these credits sees what this leaves.
    select r.account_id, r.entries + 1, gen_random_uuid(), ledger_post.amount, r.credits_balance + ledger_post.amount,
           ledger_post.transaction_type, ledger_post.description, ledger_post.counterparty_id, clock_timestamp()
    into v_entry
    from app.reseller r
    where r.account_id = ledger_post.account_id
    for no key update;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such reseller', constraint = 'not_found';
    end if;
    perform private.require_credits(v_entry.balance_after - ledger_post.amount, -ledger_post.amount);
    if v_entry.balance_after > 9007199254740991 then
        raise sqlstate 'PT409' using message = 'A balance cannot hold so many credits', constraint = 'conflict';
    end if;

    update app.reseller r set credits_balance = v_entry.balance_after, entries = v_entry.seq where r.account_id = ledger_post.account_id;
    insert into app.ledger_entry values (v_entry.*);
    if ledger_post.note is not null then
        insert into app.ledger_note values (v_entry.account_id, v_entry.seq, ledger_post.note);
    end if;
    return v_entry;
end
$$;
comment on function private.ledger_post is
    $$The one that moves credits: writes an entry and the balance. 402 insufficient_credits where there are too few. Who posts to two resellers calls private.reseller_lock_all before$$;
alter function private.ledger_post owner to treasurer;
grant execute on function private.ledger_post to gatekeeper, cashier;
revoke treasurer from current_user;  -- or the owner of the tables could write what the treasurer can

create type api.ledger_entry as (
    id uuid, amount bigint, balance_after bigint, transaction_type text, description text, counterparty_id uuid, created_at timestamptz
);
comment on type api.ledger_entry is $$A movement of credits$$;
comment on column api.ledger_entry.id               is $$The entry$$;
comment on column api.ledger_entry.amount           is $$Credits: added, or (negative) taken$$;
comment on column api.ledger_entry.balance_after    is $$The balance with it$$;
comment on column api.ledger_entry.transaction_type is $$grant, purchase, client_created, client_renewed, refund, transfer_in, transfer_out or reseller_created$$;
comment on column api.ledger_entry.description      is $$The note or reason that was given, else what it was for$$;
comment on column api.ledger_entry.counterparty_id  is $$The client or the other reseller; null for a grant or a purchase$$;
comment on column api.ledger_entry.created_at       is $$When$$;

create type api.ledger_page as (items api.ledger_entry[], next_cursor text);
comment on type api.ledger_page is $$A page of a reseller's ledger$$;
comment on column api.ledger_page.items       is $$Newest first$$;
comment on column api.ledger_page.next_cursor is $$Where to go on; null at the end$$;

create function private.ledger_entry_shape(entry app.ledger_entry, note text) returns api.ledger_entry
language sql immutable parallel safe
return row(entry.id, entry.amount, entry.balance_after, entry.transaction_type, coalesce(note, entry.description),
           entry.counterparty_id, entry.created_at)::api.ledger_entry;
comment on function private.ledger_entry_shape is $$A ledger entry as the API shows it$$;
grant execute on function private.ledger_entry_shape to reseller, gatekeeper;

create function api.ledger_list("limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable
as $$
declare
    v_account uuid := http.current_account_id();
    v_limit   integer := coalesce(ledger_list."limit", 50);
    v_before  bigint := (private.cursor_decode('ledger', ledger_list.cursor, 1))[1]::bigint;
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(private.ledger_entry_shape(e, n.note)) order by e.seq desc), array_agg(e.seq::text order by e.seq desc)
    into v_items, v_keys
    from (select * from app.ledger_entry e
          where e.account_id = v_account and e.seq < coalesce(v_before, 9223372036854775807)
          order by e.seq desc
          limit v_limit + 1) as e
    left join app.ledger_note n on n.account_id = v_account and n.seq = e.seq;
    return private.page('ledger', v_items, v_keys, v_limit);
end
$$;
comment on function api.ledger_list is $$The movements of the reseller's credits, newest first

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden$$;
grant execute on function api.ledger_list to reseller;
select http.mount('GET', '/v1/reseller/ledger', 'api.ledger_list', shape => 'api.ledger_page');

commit;
