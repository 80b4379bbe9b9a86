-- Deploy syncstream:library/item to pg
-- What can be watched, how it is named on a playlist, and by what it is known on another one.

begin;

create domain app.item_kind as text
    constraint item_kind check (value in ('live', 'movie', 'series', 'episode'));
comment on domain app.item_kind is $$Must be live, movie, series or episode
{"enum": ["live", "movie", "series", "episode"]}$$;

create domain app.provider_id as text
    constraint provider_id_length check (length(value) between 1 and 200);
comment on domain app.provider_id is $$Enter 1 to 200 characters
{"minLength": 1, "maxLength": 200}$$;

create domain app.item_key as text
    constraint item_key_format check (value ~ '^(live|movie|series|episode):[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}:[\s\S]{1,200}$');
comment on domain app.item_key is $$Must be kind:playlist_id:provider_id, as it was answered
{"pattern": "^(live|movie|series|episode):[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}:[\\s\\S]{1,200}$"}$$;

create domain app.title as text
    constraint title_length check (length(value) between 1 and 500);
comment on domain app.title is $$Enter 1 to 500 characters
{"minLength": 1, "maxLength": 500}$$;

create domain app.year as integer
    constraint year_range check (value between 1850 and 2200);
comment on domain app.year is $$Enter a year from 1850 to 2200
{"minimum": 1850, "maximum": 2200}$$;

create domain app.milliseconds as bigint
    constraint milliseconds_range check (value between 0 and 999999999999);
comment on domain app.milliseconds is $$Enter milliseconds, 0 to 999999999999
{"minimum": 0, "maximum": 999999999999}$$;

create domain app.match_key as text
    constraint match_key_length check (length(value) between 1 and 600);
comment on domain app.match_key is $$Send a match_key as it was answered
{"minLength": 1, "maxLength": 600}$$;

create function app.is_count(value json, highest bigint) returns boolean
language sql immutable parallel safe
return value is null or json_typeof(value) = 'null'
    or json_typeof(value) = 'number' and value::text ~ '^[0-9]{1,10}$' and value::text::bigint <= highest;
comment on function app.is_count is $$Whether a JSON value is absent, null, or a whole number from 0 up to the highest$$;

create function app.is_short_text(value json, longest integer) returns boolean
language sql immutable parallel safe
return value is null or json_typeof(value) = 'null'
    or json_typeof(value) = 'string' and length(value #>> '{}') between 1 and longest;
comment on function app.is_short_text is $$Whether a JSON value is absent, null, or a string of 1 up to the longest characters$$;

create function app.is_series(value json) returns boolean
language sql immutable parallel safe
return json_typeof(value) = 'object'
    and value::jsonb - '{provider_id,season,episode}'::text[] = '{}'
    and app.is_short_text(value -> 'provider_id', 200)
    and app.is_count(value -> 'season', 100000)
    and app.is_count(value -> 'episode', 100000);
comment on function app.is_series is $$Whether a JSON value says which series an episode is of: {provider_id, season, episode}, each optional$$;

create function app.is_ids(value json) returns boolean
language sql immutable parallel safe
return json_typeof(value) = 'object'
    and value::jsonb - '{tmdb,imdb,tvg}'::text[] = '{}'
    and app.is_count(value -> 'tmdb', 2147483647)
    and (coalesce(value ->> 'imdb', 'tt00000') ~ '^tt[0-9]{5,12}$' and coalesce(json_typeof(value -> 'imdb'), 'null') in ('string', 'null'))
    and app.is_short_text(value -> 'tvg', 200);
comment on function app.is_ids is $$Whether a JSON value is {tmdb, imdb, tvg}, each optional: what the content is known by elsewhere$$;

create domain app.item_series as json
    constraint item_series_form check (value is null or app.is_series(value));
comment on domain app.item_series is $$Must be {provider_id, season, episode}
{"type": "object", "properties": {"provider_id": {"type": ["string", "null"], "minLength": 1, "maxLength": 200}, "season": {"type": ["integer", "null"], "minimum": 0, "maximum": 100000}, "episode": {"type": ["integer", "null"], "minimum": 0, "maximum": 100000}}, "additionalProperties": false}$$;

create domain app.item_ids as json
    constraint item_ids_form check (value is null or app.is_ids(value));
comment on domain app.item_ids is $$Must be {tmdb: number, imdb: "tt…", tvg: string}
{"type": "object", "properties": {"tmdb": {"type": ["integer", "null"], "minimum": 0, "maximum": 2147483647}, "imdb": {"type": ["string", "null"], "pattern": "^tt[0-9]{5,12}$"}, "tvg": {"type": ["string", "null"], "minLength": 1, "maxLength": 200}}, "additionalProperties": false}$$;

create function app.normalised_title(title text) returns text
language plpgsql immutable strict parallel safe
as $$
declare
    v_title text := lower(normalize(title, NFKD));
    v_plain text;
begin
    -- Accents, the vowel signs of Hebrew and Arabic, the line that stretches Arabic. Then back together: those of
    -- other scripts are no accents.
    v_title := normalize(regexp_replace(v_title, '[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]', '', 'g'), NFKC);
    v_title := replace(replace(replace(translate(v_title, 'øłđıħς', 'oldihσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
    v_title := regexp_replace(v_title, '[\(\[](1[89]|2[01])\d\d[\)\]]', ' ', 'g');              -- the year has its own place
    v_title := regexp_replace(v_title, '[''’`´]', '', 'g');                                     -- ocean's = oceans
    v_title := replace(replace(v_title, '&', ' and '), '+', ' plus ');
    v_title := regexp_replace(v_title, '\mseason\s*(\d{1,4})\W+episode\s*(\d{1,4})\M', ' s\1e\2 ', 'g');
    v_title := regexp_replace(v_title, '\ms(\d{1,4})[\s._-]*e(\d{1,4})\M', ' s\1e\2 ', 'g');
    v_title := regexp_replace(v_title, '\m(\d{1,2})x(\d{1,3})\M', ' s\1e\2 ', 'g');
    v_title := regexp_replace(v_title, '\ms0*(\d+)e0*(\d+)\M', 's\1e\2', 'g');                  -- s01e02 = s1e2
    v_title := btrim(regexp_replace(v_title, '[^[:alnum:]]+', ' ', 'g'));
    -- How sharp the picture is says nothing about what it shows.
    v_plain := regexp_replace(v_title, '\m(4k|8k|uhd|fhd|qhd|hd|sd|hdr|hdr10|hevc|avc|[hx] ?26[45]|\d{3,4}[pi]|\d{2,3}fps)\M', ' ', 'g');
    v_plain := btrim(regexp_replace(v_plain, '\s+', ' ', 'g'));
    return coalesce(nullif(v_plain, ''), nullif(v_title, ''));
end
$$;
comment on function app.normalised_title is
    $$A title as different providers agree on it: without accents, case, punctuation, picture quality and year in brackets; episodes as s1e2. Null where nothing is left$$;

create function app.match_key(kind text, title text, year integer, series json, ids json) returns text
language plpgsql immutable parallel safe
as $$
declare
    v_season  text := series ->> 'season';
    v_episode text := series ->> 'episode';
    v_tmdb    text := ids ->> 'tmdb';
    v_title   text;
begin
    if kind = 'live' then
        if ids ->> 'tvg' is not null then
            return 'tvg:' || lower(ids ->> 'tvg');
        end if;
    elsif v_tmdb is not null and kind = 'movie' then
        return 'tmdb:movie:' || v_tmdb;
    elsif v_tmdb is not null and kind = 'series' then
        return 'tmdb:tv:' || v_tmdb;
    elsif v_tmdb is not null and v_season is not null and v_episode is not null then
        return concat_ws(':', 'tmdb:tv', v_tmdb, v_season, v_episode);
    elsif ids ->> 'imdb' is not null then
        return 'imdb:' || (ids ->> 'imdb');
    end if;

    v_title := app.normalised_title(title);
    if v_title is null then
        return null;
    end if;
    if kind = 'episode' and v_season is not null and v_episode is not null and v_title !~ '\ms\d+e\d+\M' then
        v_title := format('%s s%se%s', v_title, v_season, v_episode);
    end if;
    return format('title:%s:%s', v_title, coalesce(year::text, substring(title from '[\(\[]((?:1[89]|2[01])\d\d)[\)\]]')));
end
$$;
comment on function app.match_key is
    $$What the same content is known by on every playlist: tmdb:movie:603, tmdb:tv:1399:1:2 (an episode, by its series), tmdb:tv:1399 (a series), imdb:tt0133093, for live tvg:…, else title:<normalised>:<year>, the year empty where nobody says it; null without a title$$;

grant execute on function app.is_count, app.is_short_text, app.is_series, app.is_ids, app.normalised_title, app.match_key to kid, member, gatekeeper, usher;

commit;
