-- Deploy syncstream:base/throttle to pg
-- Counting failed attempts, exactly: the time of each within the window, in one row a subject.

begin;

create table private.throttle (
    bucket   text          not null,
    subject  text          not null,
    attempts timestamptz[] not null,
    last_at  timestamptz   not null,
    primary key (bucket, subject)
);
comment on table  private.throttle          is $$Failed attempts that still count. Not an account's: who guesses at an address that nobody has is counted too$$;
comment on column private.throttle.bucket   is $$What is attempted: password, address$$;
comment on column private.throttle.subject  is $$At whom, or from where$$;
comment on column private.throttle.attempts is $$When, oldest first: no more of them than are allowed$$;
comment on column private.throttle.last_at  is $$The newest of attempts, for pruning$$;
create index throttle_last_at on private.throttle (last_at);

alter table private.throttle enable row level security, force row level security;
create policy throttle_all_gatekeeper on private.throttle to gatekeeper using (true);
-- The usher counts wrong codes of parties, and reads of no password.
create policy throttle_all_usher on private.throttle to usher using (bucket in ('party_code', 'party_code_address'));
grant select, insert, update, delete on private.throttle to gatekeeper, usher;

create function private.throttle_wait_of(attempts timestamptz[], allowed integer, attempt_window interval) returns interval
language sql stable
begin atomic
    -- The oldest of the last `allowed` attempts has to leave the window.
    select attempts[cardinality(attempts) - allowed + 1] + attempt_window - clock_timestamp()
    where attempts[cardinality(attempts) - allowed + 1] > clock_timestamp() - attempt_window;
end;
comment on function private.throttle_wait_of is $$How long to wait after these attempts; null where another one is allowed now$$;

create function private.throttle_wait(bucket text, subject text, allowed integer, attempt_window interval) returns interval
language sql stable
begin atomic
    select private.throttle_wait_of(t.attempts, allowed, attempt_window)
    from private.throttle t
    where t.bucket = throttle_wait.bucket and t.subject = throttle_wait.subject;
end;
comment on function private.throttle_wait is $$How long to wait before another attempt; null where one is allowed now. Looks only$$;

create function private.throttle_take(bucket text, subject text, allowed integer, attempt_window interval) returns interval
language plpgsql volatile
as $$
declare
    v_attempts timestamptz[];
    v_wait     interval;
begin
    insert into private.throttle as t values (throttle_take.bucket, throttle_take.subject, '{}', now())
    on conflict on constraint throttle_pkey do update set last_at = excluded.last_at
    returning t.attempts into v_attempts;

    v_wait := private.throttle_wait_of(v_attempts, allowed, attempt_window);
    if v_wait is null then
        v_attempts := v_attempts[cardinality(v_attempts) - allowed + 2:] || clock_timestamp();
        update private.throttle t set attempts = v_attempts, last_at = now()
        where t.bucket = throttle_take.bucket and t.subject = throttle_take.subject;
    end if;

    if random() < 0.01 then
        delete from private.throttle t
        where (t.bucket, t.subject) in (
            select o.bucket, o.subject from private.throttle o
            where o.last_at < now() - attempt_window limit 100 for update skip locked);
    end if;
    return v_wait;
end
$$;
comment on function private.throttle_take is
    $$Counts an attempt as failed unless it must wait; answers how long, or null. The row stays locked to the end of the transaction: called before the attempt is checked, it puts attempts made side by side in single file$$;

create function private.throttle_reset(bucket text, subject text) returns void
language sql volatile
begin atomic
    delete from private.throttle t where t.bucket = throttle_reset.bucket and t.subject = throttle_reset.subject;
end;
comment on function private.throttle_reset is $$Forgets the attempts, after one that succeeded$$;

grant execute on function private.throttle_wait_of, private.throttle_wait, private.throttle_take, private.throttle_reset to gatekeeper;
grant execute on function private.throttle_wait_of, private.throttle_wait, private.throttle_take to usher;

commit;
