-- Deploy syncstream:playlists/address to pg
-- Reading the addresses that people paste. What is refused is never quoted: an address has a password in it.

begin;

-- Stable, since an immutable one could raise while a statement is only planned.
create function private.refuse_field(field text, message text) returns void
language plpgsql stable
as $$
begin
    raise sqlstate 'PT400' using message = refuse_field.message, constraint = 'invalid', detail = json_build_object('field', field);
end
$$;
comment on function private.refuse_field is $$400 invalid, at a field$$;

create function private.is_ipv6(value text) returns boolean
language plpgsql immutable
as $$
begin
    return family(value::inet) = 6 and value !~ '/';
exception when data_exception then
    return false;
end
$$;
comment on function private.is_ipv6 is $$Whether a text is an IPv6 address$$;

create type private.web_address as (origin text, path text, query text);
comment on type private.web_address is $$An http or https address, taken apart$$;
comment on column private.web_address.origin is $$Scheme and host in lower case, and the port if one was typed: http://example.com:8080$$;
comment on column private.web_address.path   is $$The path as it was typed$$;
comment on column private.web_address.query  is $$What follows ?, as it was typed; null without one$$;

create function private.web_address(value text, field text) returns private.web_address
language plpgsql stable
as $$
declare
    -- Taken apart with plain functions: one expression with four groups takes ten times as long.
    v_whole  text := split_part(value, '#', 1);
    v_before text := split_part(v_whole, '?', 1);
    v_scheme text := lower(split_part(v_before, '://', 1));
    v_after  text := substr(v_before, length(v_scheme) + 4);
    v_server text := split_part(v_after, '/', 1);
    v_site   text[];
    v_host   text;
begin
    if v_scheme not in ('http', 'https') or v_before not like '%://%' or value is null then
        perform private.refuse_field(field, 'Enter an address that begins with http:// or https://');
    end if;
    -- Blanks of any kind, control characters, what turns the direction of writing, and the backslash, which some
    -- programs read as a slash: an address must not look like another one.
    if value ~ '[\u0001-\u0020\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb\\]' then
        perform private.refuse_field(field, 'The address has a blank, a backslash or a character that cannot be seen. Write those as %20, %5C and so on');
    end if;
    if v_server like '%@%' then
        perform private.refuse_field(field, 'Leave user:password@ out of the address, and send them as username and password');
    end if;

    v_site := regexp_match(v_server, '^(\[[0-9a-f:.]+\]|[^]:[]+)(?::([0-9]*))?$', 'i');
    v_host := lower(v_site[1]);
    if v_host ^@ '[' and private.is_ipv6(btrim(v_host, '[]'))
       or v_host ~ '^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])$'
       or length(v_host) <= 253
          and v_host !~ '[\u0001-,/:-^`{-\u007f]|[^.]{64}|(^|\.)(-|\.)|-(\.|$)'
          and v_host !~ '(^|\.)[0-9]+\.?$' then
        null;
    else
        perform private.refuse_field(field, 'The address has no host, or one that cannot be');
    end if;
    if v_site[2] <> '' and (v_site[2] !~ '^[1-9][0-9]{0,4}$' or v_site[2]::integer > 65535) then
        perform private.refuse_field(field, 'A port is a number from 1 to 65535');
    end if;
    return row(v_scheme || '://' || v_host || coalesce(':' || nullif(v_site[2], ''), ''), substr(v_after, length(v_server) + 1),
               case when v_whole like '%?%' then substr(v_whole, length(v_before) + 2) end)::private.web_address;
end
$$;
comment on function private.web_address is $$An address taken apart; 400 invalid at the field for what is no http or https address with a plain host$$;

create function private.web_address_text(value text, field text) returns text
language plpgsql stable
as $$
declare
    v_address private.web_address;
begin
    if value is null then
        return null;
    end if;
    v_address := private.web_address(value, field);
    return v_address.origin || v_address.path || coalesce('?' || v_address.query, '');
end
$$;
comment on function private.web_address_text is $$An address as it is kept: without its fragment, scheme and host in lower case; null for null$$;

create function private.percent_decode(value text, field text) returns text
language plpgsql stable
as $$
declare
    v_text text := value;
begin
    if value like '%\%%' then
        -- A % that begins no code stands for itself: people's passwords have them.
        v_text := convert_from((
            select string_agg(case when m.part[1] ~ '^%.' then decode(substr(m.part[1], 2), 'hex') else convert_to(m.part[1], 'UTF8') end, '' order by m.n)
            from regexp_matches(value, '%[0-9A-Fa-f]{2}|[^%]+|%', 'g') with ordinality as m (part, n)), 'UTF8');
    end if;
    if v_text ~ '[[:cntrl:]]' or length(v_text) > 500 then
        raise data_exception;
    end if;
    return v_text;
exception when data_exception then
    perform private.refuse_field(field, 'The username or password in the address is not text that was percent-encoded as UTF-8, or is too long');
    return null;
end
$$;
comment on function private.percent_decode is $$Text out of a query: %41 is A, + stays +. 400 invalid at the field for what is not UTF-8, for control characters, and over 500 characters$$;

create function private.query_value(query text, name text, field text) returns text
language plpgsql stable
as $$
begin
    return (select private.percent_decode(m.value[1], field)
            from regexp_matches('&' || query, '&' || name || '=([^&]+)', 'g') with ordinality as m (value, n)
            order by m.n desc limit 1);
end
$$;
comment on function private.query_value is $$A value of a query, decoded; the last one, as panels take it; null where there is none or it is empty$$;

create type private.source as (kind text, url text, address text, username text, password text);
comment on type private.source is $$What an address says of a playlist$$;
comment on column private.source.kind     is $$xtream or m3u$$;
comment on column private.source.url      is $$What anyone of the account may see: for m3u without the query$$;
comment on column private.source.address  is $$The whole of it, for the vault$$;
comment on column private.source.username is $$What a pasted address of a panel's script had in its query, or null$$;
comment on column private.source.password is $$Likewise$$;

create function private.source(kind text, url text, field text) returns private.source
language plpgsql stable
as $$
declare
    v_address private.web_address := private.web_address(url, field);
    v_base    text := (regexp_match(v_address.path, '^(.*)/(?:get|player_api|panel_api)\.php/*$', 'i'))[1];
    v_source  private.source;
begin
    if source.kind is null and v_base is null then
        perform private.refuse_field('kind', 'Say what this address is: xtream with a username and password, or m3u');
    end if;
    v_source.kind := coalesce(source.kind, 'xtream');
    if v_source.kind = 'm3u' then
        v_source.url := v_address.origin || v_address.path;
        v_source.address := v_source.url || coalesce('?' || v_address.query, '');
        return v_source;
    end if;

    if v_base is null and v_address.query <> '' then
        perform private.refuse_field(field, 'Enter the address of the panel, without anything from ? on');
    end if;
    v_source.url := v_address.origin || rtrim(coalesce(v_base, v_address.path), '/');
    v_source.address := v_source.url;
    if v_base is not null then
        v_source.username := private.query_value(v_address.query, 'username', field);
        v_source.password := private.query_value(v_address.query, 'password', field);
    end if;
    if source.kind is null and (v_source.username is null or v_source.password is null) then
        perform private.refuse_field(field, 'The address has no username or no password in it. Paste it whole, or send kind, username and password');
    end if;
    return v_source;
end
$$;
comment on function private.source is
    $$Reads the address of a playlist. Without a kind it must be that of a panel's get.php, player_api.php or panel_api.php with username and password, and becomes xtream. 400 invalid at the field (or kind)$$;

create function private.fallback_addresses(kind text, urls text[]) returns text[]
language plpgsql stable
as $$
begin
    return array(select (private.source(fallback_addresses.kind, u.url, 'fallback_urls')).address from unnest(urls) with ordinality as u (url, n) order by u.n);
end
$$;
comment on function private.fallback_addresses is $$Other addresses of the same playlist, as they are kept; their credentials are the playlist's$$;

grant execute on function private.refuse_field, private.is_ipv6, private.web_address(text, text), private.web_address_text, private.percent_decode,
    private.query_value, private.source(text, text, text), private.fallback_addresses to member;
grant execute on function private.refuse_field to usher;

commit;
