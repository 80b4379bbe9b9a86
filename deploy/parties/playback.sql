-- Deploy syncstream:parties/playback to pg
-- Where a party is, how it waits for its members, how it ends.

begin;

create function private.party_position(party app.party, at timestamptz) returns bigint
language sql immutable parallel safe
return party.position_ms + case
    when party.status = 'playing' then round(greatest(0, extract(epoch from at - party.anchored_at)) * 1000 * party.rate::numeric)::bigint
    else 0
end;
comment on function private.party_position is $$Where a party is at a time: position_ms + max(0, at - anchored_at) × rate while it plays$$;

create function private.party_lead(party app.party) returns interval
language plpgsql stable
as $$
begin
    return (
        select least(s.party_lead_most, greatest(s.party_lead_least, 2 * interval '1 millisecond' * (
            select max(o.ping_ms) from app.party_online o where o.account_id = party.account_id and o.party_id = party.id)))
        from app.settings s);
end
$$;
comment on function private.party_lead is $$How far ahead of being said something has to happen, for the slowest member who is online to hear of it: twice its ping, within app.settings.party_lead_least and party_lead_most$$;

create function private.party_wait(party app.party, at timestamptz) returns app.party
language plpgsql volatile
as $$
declare
    v_party  app.party := party;
    v_online uuid[] := array(select o.profile_id from app.party_online o where o.account_id = party.account_id and o.party_id = party.id);
begin
    update app.party_member m set ready = false, awaited = m.profile_id = any (v_online)
    where m.account_id = party.account_id and m.party_id = party.id and m.standing = 'in';

    v_party.resume := case party.status when 'waiting' then party.resume else party.status end;
    v_party.status := 'waiting';
    v_party.due_at := party_wait.at + (select s.party_barrier from app.settings s);
    return v_party;
end
$$;
comment on function private.party_wait is $$A party that waits from now on for the members who are online, yet to be written with the event that says why$$;

create function private.party_is_awaited(party app.party) returns boolean
language plpgsql stable
as $$
begin
    return exists (
        select from app.party_member m
        join app.party_online o on o.account_id = party.account_id and o.party_id = party.id and o.profile_id = m.profile_id
        where m.account_id = party.account_id and m.party_id = party.id and m.standing = 'in' and m.awaited and not m.ready);
end
$$;
comment on function private.party_is_awaited is $$Whether somebody whom a party waits for is online and not ready$$;

create function private.party_settle(party app.party) returns app.party
language plpgsql volatile
as $$
declare
    v_party app.party := party;
    v_now   timestamptz := private.party_clock();
    v_event app.party_event;
begin
    if party.status <> 'waiting' or party.due_at > v_now and private.party_is_awaited(party) then
        return party;
    end if;
    v_party.status := party.resume;
    v_party.resume := null;
    v_party.due_at := v_now + (select s.party_idle from app.settings s);
    v_party.anchored_at := v_now + case party.resume when 'playing' then private.party_lead(party) else interval '0' end;
    v_event := private.party_post(v_party, case party.resume when 'playing' then 'play' else 'pause' end, null,
        json_build_object('position_ms', party.position_ms, 'rate', party.rate), v_now,
        case party.resume when 'playing' then v_party.anchored_at end);
    v_party.seq := v_event.seq;
    return v_party;
end
$$;
comment on function private.party_settle is
    $$A locked party, after it stopped waiting where there is nobody left to wait for, or it waited long enough: play or pause, by the server$$;

create function private.party_end(party app.party, actor app.party_member) returns app.party
language plpgsql volatile
as $$
declare
    v_party  app.party := party;
    v_now    timestamptz := private.party_clock();
    v_event  app.party_event;
    v_member app.party_member;
begin
    v_party.position_ms := private.party_position(party, v_now);
    v_party.anchored_at := v_now;
    v_party.status := 'ended';
    v_party.resume := null;
    v_party.due_at := v_now + (select s.party_kept from app.settings s);
    v_event := private.party_post(v_party, 'end', actor, '{}', v_now);
    v_party.seq := v_event.seq;

    delete from app.party_code c where c.account_id = party.account_id and c.party_id = party.id;
    for v_member in
        select m.* from app.party_member m where m.account_id = party.account_id and m.party_id = party.id and m.standing = 'in'
    loop
        update app.party_seat s set active = false
        where s.account_id = v_member.member_account_id and s.profile_id = v_member.profile_id and s.party_id = party.id;
    end loop;
    return v_party;
end
$$;
comment on function private.party_end is $$Ends a locked party: it can be read for app.settings.party_kept, and its code leads nowhere$$;

grant execute on function private.party_position, private.party_lead, private.party_wait, private.party_is_awaited, private.party_settle,
    private.party_end to usher;

commit;
