-- Deploy syncstream:parties/domains to pg
-- Types of watch parties' arguments.

begin;

create function app.is_party_text(value json, longest integer) returns boolean
language sql immutable parallel safe
return json_typeof(value) = 'string' and length(value #>> '{}') between 1 and longest and strpos(value #>> '{}', '://') = 0;
comment on function app.is_party_text is $$Whether a JSON value is a string of 1 up to the longest characters and no address$$;

create function app.is_party_content(value json) returns boolean
language sql immutable parallel safe
return value is null or json_typeof(value) = 'object'
    and value::jsonb - '{kind,title,year,ids,duration_ms}'::text[] = '{}'
    and coalesce(json_typeof(value -> 'kind') = 'string' and value ->> 'kind' in ('live', 'movie', 'series', 'episode'), false)
    and coalesce(app.is_party_text(value -> 'title', 500), false)
    and (coalesce(json_typeof(value -> 'year'), 'null') = 'null'
         or app.is_count(value -> 'year', 2200) and (value ->> 'year')::integer >= 1850)
    and (coalesce(json_typeof(value -> 'ids'), 'null') = 'null'
         or app.is_ids(value -> 'ids')
            and (coalesce(json_typeof(value #> '{ids,tvg}'), 'null') = 'null' or app.is_party_text(value #> '{ids,tvg}', 200)))
    and (coalesce(json_typeof(value -> 'duration_ms'), 'null') = 'null'
         or json_typeof(value -> 'duration_ms') = 'number' and value ->> 'duration_ms' ~ '^[0-9]{1,12}$');
comment on function app.is_party_content is
    $$Whether a JSON value says what a party watches and nothing else: {kind, title, year, ids, duration_ms}, the last three optional. No field takes an address: those hold credentials$$;

create domain app.party_content as json
    constraint party_content_form check (app.is_party_content(value));
comment on domain app.party_content is $$Must be {kind, title, year, ids, duration_ms}, without addresses
{"type": "object", "properties": {"kind": {"type": "string", "enum": ["live", "movie", "series", "episode"]}, "title": {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "^(?![\\s\\S]*://)"}, "year": {"type": ["integer", "null"], "minimum": 1850, "maximum": 2200}, "ids": {"type": ["object", "null"], "properties": {"tmdb": {"type": ["integer", "null"], "minimum": 0, "maximum": 2147483647}, "imdb": {"type": ["string", "null"], "pattern": "^tt[0-9]{5,12}$"}, "tvg": {"type": ["string", "null"], "minLength": 1, "maxLength": 200, "pattern": "^(?![\\s\\S]*://)"}}, "additionalProperties": false}, "duration_ms": {"type": ["integer", "null"], "minimum": 0, "maximum": 999999999999}}, "required": ["kind", "title"], "additionalProperties": false}$$;

create domain app.party_control as text
    constraint party_control_values check (value in ('host', 'everyone'));
comment on domain app.party_control is $$Must be host or everyone
{"enum": ["host", "everyone"]}$$;

create domain app.party_size as integer
    constraint party_size_range check (value between 2 and 1000);
comment on domain app.party_size is $$Enter 2 to 1000 members
{"minimum": 2, "maximum": 1000}$$;

create domain app.invitation_code as text
    constraint invitation_code_length check (length(value) between 1 and 100);
comment on domain app.invitation_code is $$Enter the code of the invitation, such as WDJBMJHT
{"minLength": 1, "maxLength": 100}$$;

create domain app.party_role as text
    constraint party_role_values check (value in ('host', 'member'));
comment on domain app.party_role is $$Must be host or member
{"enum": ["host", "member"]}$$;

create domain app.party_action as text
    constraint party_action_values check (value in ('play', 'pause', 'seek', 'rate', 'load'));
comment on domain app.party_action is $$Must be play, pause, seek, rate or load
{"enum": ["play", "pause", "seek", "rate", "load"]}$$;

create domain app.command_id as text
    constraint command_id_length check (length(value) between 1 and 64);
comment on domain app.command_id is $$Enter 1 to 64 characters
{"minLength": 1, "maxLength": 64}$$;

create domain app.playback_rate as double precision
    constraint playback_rate_range check (value between 0.25 and 4);
comment on domain app.playback_rate is $$Enter a rate from 0.25 to 4
{"minimum": 0.25, "maximum": 4}$$;

create domain app.chat_text as text
    constraint chat_text_length check (length(value) between 1 and 500);
comment on domain app.chat_text is $$Enter 1 to 500 characters
{"minLength": 1, "maxLength": 500}$$;

grant execute on function app.is_party_text, app.is_party_content to kid, member, usher;

commit;
