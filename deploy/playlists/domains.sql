-- Deploy syncstream:playlists/domains to pg
-- The types of playlists' arguments, as base/domains has it.

begin;

create domain app.playlist_kind as text
    constraint playlist_kind_value check (value in ('xtream', 'm3u'));
comment on domain app.playlist_kind is $$Choose xtream or m3u
{"enum": ["xtream", "m3u"]}$$;

create domain app.visibility as text
    constraint visibility_value check (value in ('all', 'unrestricted'));
comment on domain app.visibility is $$Choose all or unrestricted
{"enum": ["all", "unrestricted"]}$$;

-- What else is wrong with an address is for private.web_address to say.
create domain app.web_address as text
    constraint web_address_format check (length(value) <= 4000 and value ~* '^https?://[^\s]+$');
comment on domain app.web_address is $$Enter an address that begins with http:// or https://, without blanks, of at most 4000 characters
{"maxLength": 4000, "format": "uri"}$$;

create domain app.web_addresses as text[]
    constraint web_addresses_size check (cardinality(value) <= 10 and array_position(value, null) is null and coalesce(private.longest(value), 0) <= 4000);
comment on domain app.web_addresses is $$Send at most 10 http or https addresses of at most 4000 characters
{"maxItems": 10, "items": {"type": "string", "maxLength": 4000, "format": "uri"}}$$;

create domain app.credential as text
    constraint credential_format check (length(value) between 1 and 500 and value ~ '^[^\u0001-\u001f\u007f-\u009f]*$');
comment on domain app.credential is $$Enter 1 to 500 characters, no control characters among them
{"minLength": 1, "maxLength": 500, "pattern": "^[^\\u0001-\\u001f\\u007f-\\u009f]*$"}$$;

create domain app.list_position as integer
    constraint list_position_range check (value between 0 and 100000);
comment on domain app.list_position is $$Enter a position from 0 to 100000
{"minimum": 0, "maximum": 100000}$$;

create domain app.panel_object as json
    constraint panel_object_type check (json_typeof(value) = 'object');
comment on domain app.panel_object is $$Send this as the object that the panel answered
{"type": "object"}$$;

commit;
