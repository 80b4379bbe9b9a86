-- Deploy syncstream:parties/party_chat to pg
-- Talking, and what was said.

begin;

create function private.party_chat(party_id uuid, id text, text text) returns json
language plpgsql volatile
as $$
declare
    v_party app.party := private.party_lock(party_id);
    v_me    app.party_member := private.party_me(v_party);
    v_event app.party_event := private.party_repeated(v_party, id);
    v_paid  timestamptz;
begin
    if v_event.seq is null then
        perform private.require_going_on(v_party);
        v_paid := private.bucket_take(v_me.chat_paid_until, 4, 1);
        update app.party_member m set chat_paid_until = v_paid
        where m.account_id = v_party.account_id and m.party_id = v_party.id and m.profile_id = v_me.profile_id;
        v_party := private.party_settle(v_party);
        v_event := private.party_post(v_party, 'chat', v_me, json_build_object('text', party_chat.text), private.party_clock(), command_id => id);
    end if;
    return private.party_event_shape(v_event, private.party_epoch());
end
$$;
comment on function private.party_chat is $$Says something for the member who calls, once for its id, and answers the event$$;

create type api.party_event_page as (items api.party_event[], next_cursor text);
comment on type api.party_event_page is $$A page of a party's chat$$;
comment on column api.party_event_page.items       is $$Newest first$$;
comment on column api.party_event_page.next_cursor is $$Where to go on; null at the end$$;

create function api.party_say(party_id uuid, text app.chat_text, id app.command_id default null) returns json
language plpgsql volatile security definer set search_path = ''
as $$
begin
    return private.party_chat(party_say.party_id, party_say.id, party_say.text);
end
$$;
comment on function api.party_say is $$Says something in a party. Answers the event, which everyone who is connected gets. A burst of four, then one a second

party_id: the party
text: 1 to 500 characters
id: the client's own name for this message, unique in the party: sent again it does nothing new, and answers the first event
Errors: 403 forbidden, 403 banned, 404 not_found, 409 conflict, 429 rate_limited
Example: {"text": "Whoa"}$$;

create function api.party_messages(party_id uuid, "limit" app.page_limit default null, cursor app.page_cursor default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
    v_limit integer := coalesce(party_messages."limit", 50);
    v_after text[] := private.cursor_decode('messages ' || party_messages.party_id, party_messages.cursor, 1);
    v_epoch integer := private.party_epoch();
    v_party app.party := private.party_read(party_messages.party_id);
    v_items json[];
    v_keys  text[];
begin
    perform private.party_me(v_party);
    select array_agg(private.party_event_shape(e, v_epoch) order by e.seq desc), array_agg(e.seq::text order by e.seq desc)
    into v_items, v_keys
    from (select e.* from app.party_event e
          where e.account_id = v_party.account_id and e.party_id = v_party.id and e.kind = 'chat'
            and (v_after is null or e.seq < v_after[1]::bigint)
          order by e.seq desc
          limit v_limit + 1) as e;
    return private.page('messages ' || party_messages.party_id, v_items, v_keys, v_limit);
end
$$;
comment on function api.party_messages is $$What was said in a party, newest first: its events of kind chat

party_id: the party
limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden, 403 banned, 404 not_found$$;

alter function api.party_say owner to usher;
alter function api.party_messages owner to usher;
grant execute on function private.party_chat to usher;
grant execute on function api.party_say, api.party_messages to kid, member;
select http.mount('POST', '/v1/parties/{party_id}/messages', 'api.party_say', shape => 'api.party_event');
select http.mount('GET', '/v1/parties/{party_id}/messages', 'api.party_messages', shape => 'api.party_event_page');

commit;
