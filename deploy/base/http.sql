-- Deploy syncstream:base/http to pg
-- How the API and the database talk: the claims of a request, the shape of an answer.

begin;

-- The API sets these from a verified token, for one transaction (http.begin_request). Plain settings, since a
-- policy reads them on each query: taking them out of JSON there costs 5 to 8 microseconds a call.

create function http.current_account_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('request.account_id', true), '')::uuid;
comment on function http.current_account_id is $$The account of the request's token; null without one$$;

create function http.current_session_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('request.session_id', true), '')::uuid;
comment on function http.current_session_id is $$The session of the request's token; null without one$$;

create function http.current_profile_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('request.profile_id', true), '')::uuid;
comment on function http.current_profile_id is $$The profile that the request's token was given by selecting; null before that$$;

create function http.current_device_id() returns text
language sql stable parallel safe
return nullif(current_setting('request.device_id', true), '');
comment on function http.current_device_id is $$The device of the request's session, by the id that it gave itself; null where it gave none$$;

create function http.client_address() returns inet
language sql stable parallel safe
return nullif(current_setting('request.address', true), '')::inet;
comment on function http.client_address is $$Where the request came from, as the API saw it or a trusted proxy said$$;

create function http.client_network() returns text
language sql stable parallel safe
return host(case when family(http.client_address()) = 4 or http.client_address() <<= '::ffff:0:0/96' then http.client_address()
                 else network(set_masklen(http.client_address(), 64)) end);
comment on function http.client_network is
    $$Whom to count attempts for: the IPv4 address, or of an IPv6 address the /64, since whoever has one of those has all (RFC 6177)$$;
grant execute on function http.client_network to gatekeeper, usher;

grant execute on function http.current_account_id, http.current_session_id, http.current_profile_id, http.current_device_id, http.client_address
    to anonymous, kid, member, reseller, admin, gatekeeper, usher;

create function http.public_url() returns text
language sql stable parallel safe
return coalesce(current_setting('syncstream.public_url', true), '');
comment on function http.public_url is
    $$The address that people reach the API at (PUBLIC_URL), for links: https://tv.example.com. The API sets it on its connections, so that it is configured in one place; empty elsewhere, which makes a link relative$$;
grant execute on function http.public_url to gatekeeper;

create function http.is_own_page(url text) returns boolean
language sql stable parallel safe
return coalesce(
    regexp_replace(lower(substring(url from '^https?://[A-Za-z0-9.:[\]-]+(?=[/?#]|$)')), '^(https://.*):443$|^(http://.*):80$', '\1\2')
        = any (http.public_url() || string_to_array(current_setting('syncstream.allowed_origins', true), ',')),
    false);
comment on function http.is_own_page is
    $$Whether an address is of PUBLIC_URL's origin, or of one of ALLOWED_ORIGINS (which the API sets on its connections, too): where a person may be sent to$$;
grant execute on function http.is_own_page to gatekeeper;

create type http.response as (
    status  integer,
    message text,
    data    json,
    claims  json
);
comment on type http.response is
    $$The answer of a function that has more to say than its data. Returned and not raised, a refusal keeps what was written: a failed attempt stays counted$$;
comment on column http.response.status  is $$HTTP status; null: the route's own$$;
comment on column http.response.message is $$One sentence for a person, or null$$;
comment on column http.response.data    is $$The envelope's data; of a refusal {"code": slug, ...details}$$;
comment on column http.response.claims  is
    $$Null: nothing. An object: the API signs an access token with these claims, adds it to data and sets the cookie. JSON null: the API clears the cookie$$;

create function http.reply(message text default null, data json default null, claims json default null) returns http.response
language sql immutable parallel safe
return row(null, message, data, claims)::http.response;
comment on function http.reply is $$A success that has more to say than its data$$;
grant execute on function http.reply to kid, member, gatekeeper, usher;

create function http.refusal(status integer, code text, message text, details json default null) returns http.response
language sql immutable parallel safe
return row(
    status,
    message,
    case when details is null then json_build_object('code', code)
         else (json_build_object('code', code)::jsonb || details::jsonb)::json end,
    null
)::http.response;
comment on function http.refusal is $$A refusal that is returned, for where raising would undo the count of a failed attempt$$;
grant execute on function http.refusal to gatekeeper, usher;

create function http.rate_limited(wait interval, code text default 'rate_limited') returns http.response
language sql immutable parallel safe
return http.refusal(
    429, code,
    format('Too many attempts. Try again in %s seconds', ceil(extract(epoch from wait))::integer),
    json_build_object('retry_after', greatest(1, ceil(extract(epoch from wait))::integer))
);
comment on function http.rate_limited is $$429 with the seconds to wait as retry_after, which the API repeats as Retry-After$$;
grant execute on function http.rate_limited to gatekeeper, usher;

commit;
