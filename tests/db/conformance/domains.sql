-- The types of arguments: a domain's comment says to clients, as JSON Schema in its last line, what its CHECK holds
-- them to. Both are asked about the same values, those at and beyond each limit among them, and must agree.

begin;
select plan(8);

create view tests.domain as
select t.oid, t.oid::regtype::text as name, t.typbasetype::regtype::text as base,
       obj_description(t.oid, 'pg_type') as comment, substring(obj_description(t.oid, 'pg_type') from '[^\n]*$')::jsonb as schema
from pg_type t
where t.typtype = 'd' and t.typnamespace in ('app'::regnamespace, 'api'::regnamespace);

select is_empty($$select oid::regtype from pg_type where typtype = 'd' and obj_description(oid, 'pg_type') !~ '^[A-Z][^\n]*[^.\n]\n\{.*\}$' and typnamespace::regnamespace::text in ('app', 'api')$$,
    'a domain''s comment is a sentence for people and a line for machines');
select is_empty($$select name from tests.domain d where not exists (select from pg_constraint c where c.contypid = d.oid)$$, 'a domain has a CHECK');
select is_empty(
    $$select name, keyword from tests.domain, jsonb_object_keys(schema) as keyword
      where keyword not in ('type', 'format', 'minLength', 'maxLength', 'pattern', 'enum', 'minimum', 'maximum', 'maxItems', 'items', 'default')$$,
    'the keywords are those that this file understands');
select is_empty(
    $$select name, base, keyword from tests.domain, jsonb_object_keys(schema) as keyword
      where keyword not in ('type', 'default') and keyword <> all (case
          when base = 'text' then '{format,minLength,maxLength,pattern,enum}' when base in ('integer', 'bigint', 'numeric', 'double precision') then '{minimum,maximum}'
          when base like '%[]' then '{maxItems,items}' else '{}' end::text[])$$,
    'and fit the type');

-- What JSON Schema says of a string. It counts a password's characters and the CHECK its bytes, so passwords are asked
-- about in ASCII here; tests/db/base/domains.sql has the others.
create function tests.schema_takes(schema jsonb, value text) returns boolean language sql stable as $$
    select length(value) between coalesce((schema ->> 'minLength')::integer, 0) and coalesce((schema ->> 'maxLength')::integer, 1000000000)
       and coalesce(value ~ (schema ->> 'pattern'), true)
       and coalesce(schema -> 'enum' ? value, true)
       and case schema ->> 'format' when 'email' then value ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' when 'uri' then value ~ '^https?://[^\s]+$' else true end
$$;

create table tests.verdict as
with text_value as (
    select d.name, d.schema, value
    from tests.domain d
    cross join lateral (
        -- Each length at a limit and beyond it, of letters, of digits and in the form of an address.
        select case shape when 'letters' then repeat('x', length) when 'digits' then repeat('7', length)
                          when 'email' then repeat('x', greatest(length - 6, 0)) || '@xx.xx' else 'http://' || repeat('x', greatest(length - 7, 0)) end
        from jsonb_each_text(d.schema) as k (keyword, bound), generate_series(bound::integer - 1, bound::integer + 1) as length,
             unnest(array['letters', 'digits', 'email', 'address']) as shape
        where keyword in ('minLength', 'maxLength') and length >= 0
        union
        select repeat(character, n) from generate_series(0, 12) as n, unnest(array['x', '7', 'x7', 'ü', '-', ' ']) as character
        union
        select unnest(array['en', 'pt-BR', 'zh-Hant-TW', 'pt_BR', 'x-', '-x', 'en-', 'en-x-y-z-w', 'en-x-y-z-w-v', 'abcdefgh', 'abcdefghi', 'en-abcdefgh', 'en-abcdefghi', '4711',
                            '47 11', '+4711', '٤٧١١', 'ada@example.com', 'ada@example', 'ada', 'http://example.com/', 'https://example.com/a?b=c', 'ftp://example.com/', 'true', '{}'])
        union
        select jsonb_array_elements_text(d.schema -> 'enum')
    ) as v (value)
    where d.base = 'text' and (octet_length(value) = length(value) or d.schema ->> 'format' is distinct from 'password')
),
number_value as (
    select d.name, d.schema, value
    from tests.domain d
    cross join lateral (
        select bound::numeric + step from jsonb_each_text(d.schema) as k (keyword, bound), unnest(array[-1, 0, 1]) as step where keyword in ('minimum', 'maximum')
        union select unnest(array[-1, 0, 1, 1000000])
    ) as v (value)
    where d.base in ('integer', 'bigint', 'numeric', 'double precision')
),
array_value as (
    select d.name, d.schema, items, length
    from tests.domain d,
         generate_series((schema ->> 'maxItems')::integer - 1, (schema ->> 'maxItems')::integer + 1) as items,
         generate_series((schema #>> '{items,maxLength}')::integer - 1, (schema #>> '{items,maxLength}')::integer + 1) as length
    where d.base = 'text[]'
),
object_value as (
    select d.name, d.schema, value
    from tests.domain d, unnest(array['{}', '{"a": 1}', '[]', '[{}]', '"a"', '1', 'true', 'null']) as value
    where d.base in ('json', 'jsonb')
)
select name, left(value, 80) || ' (' || length(value) || ')' as value, tests.schema_takes(schema, value) as by_schema, tests.takes(name, value) as by_check
from text_value
union all
select name, value::text,
       value >= coalesce((schema ->> 'minimum')::numeric, value) and value <= coalesce((schema ->> 'maximum')::numeric, value),
       tests.takes(name, value::text)
from number_value
union all
select name, format('%s strings of %s', items, length),
       items <= (schema ->> 'maxItems')::integer and length <= (schema #>> '{items,maxLength}')::integer,
       tests.takes(name, array_fill(repeat('x', length), array[items])::text)
from array_value
union all
select name, value, jsonb_typeof(value::jsonb) = schema ->> 'type', tests.takes(name, value)
from object_value;

select is_empty('select * from tests.verdict where by_schema is distinct from by_check', 'what a domain''s comment takes its CHECK takes, and nothing else');
select is_empty('select name from tests.domain except select name from tests.verdict where by_check', '(of each domain some values are taken)');
select is_empty('select name from tests.domain except select name from tests.verdict where not by_check', '(and some are not)');

-- The words of an error name the limit that was broken.
select is_empty($$select d.name, bound from tests.domain d, jsonb_each_text(schema) as k (keyword, bound)
                  where keyword in ('maximum', 'maxItems') and strpos(split_part(comment, E'\n', 1), bound) = 0$$, 'the sentence for people has the limit''s number');

select * from finish();
rollback;
