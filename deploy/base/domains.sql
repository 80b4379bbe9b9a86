-- Deploy syncstream:base/domains to pg
-- The types of arguments. A value that is none of its type's is refused where it is bound, and the API answers
-- 400 `invalid` with the argument's name and the first line of the type's comment. The last line, JSON Schema
-- keywords, is for the OpenAPI document, and refuses what the check refuses, no more and no less: generated requests
-- find out otherwise (tests/api/test_openapi.py). Two keywords are this project's own, minBytes and maxBytes: lengths
-- in UTF-8, which JSON Schema lacks and the document states as a pattern.

begin;

-- No spaces and no control characters, in any script; ranges and no \s, of which each engine has its own idea.
create domain app.email as text
    constraint email_format check (
        length(value) <= 254
        and value ~ '^[^@\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+@([^@.\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+\.)+[^@.\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+$');
comment on domain app.email is $$Enter a valid email address
{"maxLength": 254, "pattern": "^[^@\\u0000-\\u0020\\u007f-\\u00a0\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]+@([^@.\\u0000-\\u0020\\u007f-\\u00a0\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]+\\.)+[^@.\\u0000-\\u0020\\u007f-\\u00a0\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]+$"}$$;

create domain app.new_password as text
    constraint password_length check (octet_length(value) between 8 and 72);
comment on domain app.new_password is $$Choose a password of 8 to 72 bytes
{"format": "password", "minBytes": 8, "maxBytes": 72}$$;

create domain app.password as text
    constraint password_length check (length(value) <= 1000);
comment on domain app.password is $$Enter the password
{"maxLength": 1000, "format": "password"}$$;

create domain app.pin as text
    constraint pin_format check (value ~ '^[0-9]{4,8}$');
comment on domain app.pin is $$A PIN is 4 to 8 digits
{"pattern": "^[0-9]{4,8}$"}$$;

create domain app.name as text
    constraint name_length check (length(value) between 1 and 100);
comment on domain app.name is $$Enter 1 to 100 characters
{"minLength": 1, "maxLength": 100}$$;

create domain app.device_id as text
    constraint device_id_length check (length(value) between 1 and 200);
comment on domain app.device_id is $$Enter 1 to 200 characters
{"minLength": 1, "maxLength": 200}$$;

create domain app.address as text
    constraint address_length check (length(value) between 1 and 2000);
comment on domain app.address is $$Enter 1 to 2000 characters
{"minLength": 1, "maxLength": 2000}$$;

create domain app.language as text
    constraint language_format check (value ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$');
comment on domain app.language is $$Enter a language tag such as en or pt-BR
{"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"}$$;

create domain app.age as integer
    constraint age_range check (value between 0 and 21);
comment on domain app.age is $$Enter an age from 0 to 21
{"minimum": 0, "maximum": 21}$$;

create function private.longest(value text[]) returns integer
language plpgsql immutable strict parallel safe
as $$
begin
    return (select max(length(element)) from unnest(value) as element);
end
$$;
comment on function private.longest is $$The length of the longest string of an array; null for an empty one$$;
grant execute on function private.longest to member, reseller, admin;

create domain app.categories as text[]
    constraint categories_size check (value is null or cardinality(value) <= 200 and array_position(value, null) is null and coalesce(private.longest(value), 0) <= 200);
comment on domain app.categories is $$Send at most 200 strings of at most 200 characters
{"maxItems": 200, "items": {"type": "string", "maxLength": 200}}$$;

create domain app.free_object as json
    constraint free_object_size check (value is null or json_typeof(value) = 'object' and octet_length(value::text) <= 16384);
comment on domain app.free_object is $$Send an object of at most 16 KiB
{"type": "object"}$$;

create domain app.page_limit as integer
    constraint page_limit_range check (value between 1 and 200);
comment on domain app.page_limit is $$Ask for 1 to 200 items
{"minimum": 1, "maximum": 200, "default": 50}$$;

-- Base64 of a JSON array of strings; WyJzdGFydCJd, of "start", is where every list begins. Generators of test data send
-- that: they do not come up with another.
create domain app.page_cursor as text
    constraint page_cursor_form check (value = 'WyJzdGFydCJd' or length(value) <= 1000 and value ~ '^Wy[I-L][A-Za-z0-9_-]{13,}$');
comment on domain app.page_cursor is $$Send a next_cursor as it was given out, or leave it out
{"anyOf": [{"enum": ["WyJzdGFydCJd"]}, {"format": "byte", "pattern": "^(?=[A-Za-z0-9_-]{16,1000}$)Wy[I-L]"}], "default": "WyJzdGFydCJd"}$$;

commit;
