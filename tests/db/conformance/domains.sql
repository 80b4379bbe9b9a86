-- The types of arguments: a domain's comment says to clients, as JSON Schema in its last line, what its CHECK holds
-- them to. Both are asked about the same values, those at and beyond each limit among them, and must agree.

begin;
select plan(8);

create view tests.domain as
select t.oid, t.oid::regtype::text as name, t.typbasetype::regtype::text as base,
       obj_description(t.oid, 'pg_type') as comment, substring(obj_description(t.oid, 'pg_type') from '[^\n]*$')::jsonb as schema
from pg_type t
where t.typtype = 'd' and t.typnamespace in ('app'::regnamespace, 'api'::regnamespace);

-- The part of JSON Schema that is spoken here. Elements of a JSON array are for the function that gets it to look at,
-- one by one. PostgreSQL's expressions repeat 255 times at most: a higher bound of a pattern is not asked about.
create function tests.schema_takes(schema jsonb, value jsonb) returns boolean language plpgsql as $$
declare
    v_type  text := jsonb_typeof(value);
    v_types text[] := array(select t ->> 0 from jsonb_array_elements(
        case jsonb_typeof(schema -> 'type') when 'array' then schema -> 'type' when 'string' then jsonb_build_array(schema -> 'type') else '[]' end) as t);
    v_text  text := value #>> '{}';
begin
    if schema ? 'type' and v_type <> all (v_types) and not (v_type = 'number' and 'integer' = any (v_types) and v_text !~ '\.') then
        return false;
    end if;
    return coalesce(schema -> 'enum' @> value, true) and coalesce(schema #> '{not,const}' <> value, true)
    and coalesce((select bool_or(tests.schema_takes(a.branch, schema_takes.value)) from jsonb_array_elements(schema -> 'anyOf') as a (branch)), true)
    and case v_type
        when 'string' then
            length(v_text) between coalesce((schema ->> 'minLength')::integer, 0) and coalesce((schema ->> 'maxLength')::integer, 1000000000)
            and octet_length(v_text) between coalesce((schema ->> 'minBytes')::integer, 0) and coalesce((schema ->> 'maxBytes')::integer, 1000000000)
            and coalesce(v_text ~ regexp_replace(schema ->> 'pattern', '\{(\d+),(25[6-9]|2[6-9]\d|[3-9]\d\d|\d{4,})\}', '{\1,}', 'g'), true)
            and case schema ->> 'format' when 'email' then v_text ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' when 'uri' then v_text ~* '^https?://[^\s]+$' else true end
        when 'number' then
            coalesce(v_text::numeric >= (schema ->> 'minimum')::numeric, true) and coalesce(v_text::numeric <= (schema ->> 'maximum')::numeric, true)
        when 'array' then
            coalesce(jsonb_array_length(value) <= (schema ->> 'maxItems')::integer, true)
        when 'object' then
            coalesce(value ?& array(select jsonb_array_elements_text(schema -> 'required')), true)
            and not exists (select from jsonb_each(value) as p
                        where case when schema -> 'properties' ? p.key then not tests.schema_takes(schema -> 'properties' -> p.key, p.value)
                                   else schema -> 'additionalProperties' = 'false' end)
        else true
    end;
end
$$;

-- Values to ask about: for each length that a limit names, one more and one less, of letters, digits, in the form of an
-- address; short ones of all kinds; and samples for patterns. A new pattern needs samples on both sides of it.
create function tests.strings(schema jsonb) returns setof text language sql as $$
    select case shape
               when 'letters' then repeat('x', length)
               when 'digits' then repeat('7', length)
               when 'email' then 'x@' || repeat('xxxxxxxxx.', greatest((length - 4) / 10, 1)) || repeat('x', greatest(length - 2 - 10 * greatest((length - 4) / 10, 1), 2))
               else 'http://' || repeat('x', greatest(length - 7, 0))
           end
    from jsonb_each_text(schema) as k (keyword, bound), generate_series(bound::integer - 1, bound::integer + 1) as length,
         unnest(array['letters', 'digits', 'email', 'address']) as shape
    where keyword in ('minLength', 'maxLength', 'minBytes', 'maxBytes') and length >= 0
    union
    select repeat('x', 5000)
    union
    select repeat(character, n) from generate_series(0, 12) as n, unnest(array['x', '7', 'x7', 'ü', '-', ' ']) as character
    union
    select 'tt' || repeat('7', n) from generate_series(3, 14) as n
    union
    select kind || ':00000000-0000-4000-8000-000000000000:' || repeat('x', n) from unnest(array['live', 'episode', 'film']) as kind, unnest(array[0, 1, 199, 200, 201]) as n
    union
    select unnest(array['en', 'pt-BR', 'zh-Hant-TW', 'pt_BR', 'x-', '-x', 'en-', 'en-x-y-z-w', 'en-x-y-z-w-v', 'abcdefgh', 'abcdefghi', 'en-abcdefgh', 'en-abcdefghi',
                        '4711', '47 11', '+4711', '٤٧١١', 'ada@example.com', 'ada@example', 'http://example.com/', 'HTTPS://example.com/a?b=c', 'ftp://example.com/',
                        'true', '{}', E'a\u0007b', 'WDJB-MJHT', 'movie:603', 'WyJhIiwiYiJdMTIzNDU2Nzg'])
    union
    select jsonb_array_elements_text(schema -> 'enum')
$$;
create function tests.numbers(schema jsonb) returns setof numeric language sql as $$
    select bound::numeric + step from jsonb_each_text(schema) as k (keyword, bound), unnest(array[-1, 0, 1]) as step where keyword in ('minimum', 'maximum')
    union select unnest(array[-1, 0, 1, 1000000])
$$;

create table tests.question as
select d.name, d.base, d.schema, to_jsonb(value) as value, value as argument
from tests.domain d, tests.strings(d.schema) as value
where d.base = 'text'
  -- Where a password's bytes are told as characters: the same in ASCII. tests/db/base/domains.sql has the others.
  and (octet_length(value) = length(value) or d.schema ->> 'format' is distinct from 'password' or d.schema ? 'maxBytes')
union all
select d.name, d.base, d.schema, to_jsonb(value), value::text
from tests.domain d, tests.numbers(d.schema) as value
where d.base in ('integer', 'bigint', 'numeric', 'double precision')
union all
select d.name, d.base, d.schema, to_jsonb(value), value::text
from tests.domain d,
     generate_series((schema ->> 'maxItems')::integer - 1, (schema ->> 'maxItems')::integer + 1) as items,
     generate_series((schema #>> '{items,maxLength}')::integer - 1, (schema #>> '{items,maxLength}')::integer + 1) as length,
     array_fill(repeat('x', length), array[items]) as value
where d.base = 'text[]'
union all
select d.name, d.base, d.schema, value, value::text
from tests.domain d
cross join lateral (
    select unnest(array['{}', '{"a": 1}', '[]', '[{}]', '"a"', '1', 'true', 'null']::jsonb[])
    union all
    select coalesce((select jsonb_object_agg(r, coalesce(d.schema #> array['properties', r, 'enum', '0'], '"x"'))
                     from jsonb_array_elements_text(d.schema -> 'required') as r), '{}') || jsonb_build_object(p.key, v)
    from jsonb_each(d.schema -> 'properties') as p
    cross join lateral (
        select to_jsonb(s) from tests.strings(p.value) as s union all select to_jsonb(n) from tests.numbers(p.value) as n
        union all select unnest(array['null', 'true', '1.5', '{}', '[]']::jsonb[])
    ) as w (v)
    union all
    select to_jsonb(array_fill('{}'::jsonb, array[items])) from generate_series((d.schema ->> 'maxItems')::integer - 1, (d.schema ->> 'maxItems')::integer + 1) as items
) as v (value)
where d.base in ('json', 'jsonb');

create table tests.verdict as
select name, base, schema ->> 'format' as format, left(argument, 80) || ' (' || length(argument) || ')' as value,
       tests.schema_takes(question.schema, question.value)
       and case when base = 'text[]' then (select bool_and(tests.schema_takes(schema -> 'items' #- '{format}', e)) from jsonb_array_elements(question.value) as e) else true end as by_schema,
       tests.takes(name, argument) as by_check
from tests.question;

select is_empty($$select oid::regtype from pg_type where typtype = 'd' and obj_description(oid, 'pg_type') !~ '^[A-Z][^\n]*[^.\n]\n\{.*\}$' and typnamespace::regnamespace::text in ('app', 'api')$$,
    'a domain''s comment is a sentence for people and a line for machines');
select is_empty($$select name from tests.domain d where not exists (select from pg_constraint c where c.contypid = d.oid)$$, 'a domain has a CHECK');
select is_empty(
    $$select name, base, keyword from tests.domain, jsonb_object_keys(schema) as keyword
      where keyword not in ('type', 'default') and keyword <> all (case
          when base = 'text' then '{format,minLength,maxLength,minBytes,maxBytes,pattern,enum,anyOf}' when base in ('integer', 'bigint', 'numeric', 'double precision') then '{minimum,maximum,not}'
          when base like '%[]' then '{maxItems,items}' when base in ('json', 'jsonb') then '{maxItems,items,properties,additionalProperties,required}' else '{}' end::text[])$$,
    'its keywords fit its type, and this file knows them');
select is_empty('select name, value, by_schema, by_check from tests.verdict where by_schema is not true and by_check and base not in (''json'', ''jsonb'') and format is distinct from ''byte''',
    'what a domain''s comment refuses its CHECK refuses (of JSON and of tokens, which are opaque, the function may)');
select is_empty('select name, value, by_schema, by_check from tests.verdict where by_schema is not false and not by_check',
    'and what it takes is taken');
select is_empty('select name from tests.domain except select name from tests.verdict where by_check', '(of each domain some values are taken)');
select is_empty('select name from tests.domain except select name from tests.verdict where not by_check', '(and some are not)');
select is_empty(
    $$select d.name, bound from tests.domain d, jsonb_each_text(schema) as k (keyword, bound)
      where keyword in ('maximum', 'maxItems') and strpos(split_part(comment, E'\n', 1), bound) = 0$$,
    'the sentence for people has the limit''s number');

select * from finish();
rollback;
