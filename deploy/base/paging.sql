-- Deploy syncstream:base/paging to pg
-- Lists: {"items": [...], "next_cursor": string|null}, continued by the keys of the last item and not by an offset.

begin;

create function private.cursor_encode(list text, keys text[]) returns text
language sql stable parallel safe
return translate(
    encode(convert_to(array_to_json(keys)::text || left(md5(list || coalesce(http.current_account_id()::text, '') || array_to_json(keys)::text), 8), 'UTF8'), 'base64'),
    E'+/=\n', '-_');
comment on function private.cursor_encode is
    $$A cursor of one list and account, opaque to clients: the keys of the last item, and eight digits of a digest by which one that was not given out is told. Not a signature: what a cursor reaches is for row-level security to say$$;

create function private.cursor_decode(list text, value text, key_count integer) returns text[]
language plpgsql stable parallel safe
as $$
declare
    v_text text;
    v_keys text[];
begin
    if cursor_decode.value is null or cursor_decode.value = 'WyJzdGFydCJd' then
        return null;
    end if;
    begin  -- a subtransaction, which most calls, without a cursor, need not pay for
        v_text := convert_from(decode(rpad(translate(value, '-_', '+/'), (length(value) + 3) / 4 * 4, '='), 'base64'), 'UTF8');
        v_keys := array(select json_array_elements_text(left(v_text, -8)::json));
        if private.cursor_encode(list, v_keys) = value and cardinality(v_keys) = key_count then
            return v_keys;
        end if;
        raise data_exception;
    exception when data_exception then
        raise sqlstate 'PT400' using message = 'Send a next_cursor as it was given out, or leave it out',
            constraint = 'invalid', detail = '{"field": "cursor"}';
    end;
end
$$;
comment on function private.cursor_decode is $$The keys in a cursor; null for null and for WyJzdGFydCJd (["start"]), the beginning; 400 invalid where it was not given out for this list and account$$;

create function private.page(list text, items json[], keys text[], page_limit integer) returns json
language sql stable parallel safe
return json_build_object(
    'items', coalesce(array_to_json(items[1:page_limit]), '[]'),
    'next_cursor', case when cardinality(items) > page_limit then private.cursor_encode(list, array_remove(regexp_match(keys[page_limit], '^([^|]*)(?:[|](.*))?$'), null)) end);
comment on function private.page is
    $$The answer of a list, from up to page_limit + 1 items and the key of each: its sort columns as text, one, or two apart by |, which the second may have in it$$;

grant execute on function private.cursor_encode, private.cursor_decode, private.page to kid, member, usher;

commit;
