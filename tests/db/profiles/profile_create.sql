-- POST /v1/profiles.

begin;
select plan(26);

select tests.account('ada') as ada \gset
select tests.account('bob', plan => 'basic');
select tests.account('uma', plan => 'ultimate');

select tests.become('ada');
select is(api.profile_create('Ada', 'owl', false, 16, '{XXX,News}', 'pt-BR', '{"theme": "dark"}', '4711')::jsonb - 'id' - 'created_at',
          '{"name": "Ada", "avatar": "owl", "is_kids": false, "max_rating": 16, "hidden_categories": ["XXX", "News"], "language": "pt-BR",
            "settings": {"theme": "dark"}, "has_pin": true, "rev": 1}', 'a profile with all that there is');
select is(tests.call($$api.profile_create('Kim')$$), '403 plan_limit_reached {"max": 1, "limit": "max_profiles"}', 'a free account has one');
select throws_ok($$select api.profile_create('Kim')$$, 'PT403', 'Plan limit reached. Maximum profiles: 1', 'in the contract''s words');
select is((select rev from app.account_counter), 1::bigint, 'a refused one counts as no change');
select is(tests.call(format('api.profile_select(%L, ''4711'')', tests.profile_id('ada', 'Ada'))), '200', 'its PIN selects it');
select tests.become_superuser();
select matches((select hash from private.profile_pin), '^\$2a\$10\$', 'and is kept as its hash');

select tests.become('bob');
select is(api.profile_create('Bob')::jsonb - 'id' - 'created_at',
          '{"name": "Bob", "avatar": null, "is_kids": false, "max_rating": null, "hidden_categories": [], "language": null,
            "settings": {}, "has_pin": false, "rev": 1}', 'a name is enough');
select is((select string_agg(tests.call(format('api.profile_create(%L)', name)), ', ') from unnest(array['B', 'C', 'D']) as name),
          '200, 200, 403 plan_limit_reached {"max": 3, "limit": "max_profiles"}', 'a plan of three has three');
select tests.become_superuser();
update app.subscription set plan = 'free' where account_id = tests.account_id('bob');
select tests.become('bob');
select is(json_array_length(api.profile_list() -> 'items'), 3, 'a plan that goes down takes none away');
select is(tests.call($$api.profile_create('E')$$), '403 plan_limit_reached {"max": 1, "limit": "max_profiles"}', 'and adds none');
select is(tests.call(format('api.profile_delete(%L)', tests.profile_id('bob', 'C'))), '200', 'one less');
select is(tests.call($$api.profile_create('E')$$), '403 plan_limit_reached {"max": 1, "limit": "max_profiles"}', 'is still one too many');
select tests.become('uma');
select is((select string_agg(distinct tests.call(format('api.profile_create(%L)', 'P' || n)), ', ') from generate_series(1, 50) as n), '200', '-1 is unlimited');

select is(tests.call(format('api.profile_create(%s)', arguments)), answer, arguments)
from (values
    ('''''', '23514 name_length'), ('repeat(''x'', 101)', '23514 name_length'), ('null', '23502'),
    ('''A'', max_rating => 22', '23514 age_range'), ('''A'', max_rating => -1', '23514 age_range'),
    ('''A'', pin => ''123''', '23514 pin_format'), ('''A'', pin => ''123456789''', '23514 pin_format'), ('''A'', pin => ''12a4''', '23514 pin_format'),
    ('''A'', language => ''english!''', '23514 language_format'), ('''A'', settings => ''[]''', '23514 free_object_size'),
    ('''A'', hidden_categories => array_fill(''x''::text, array[201])', '23514 categories_size')
) as t (arguments, answer);

select tests.become('uma');
select tests.profile('uma', 'Kim', is_kids => true);
select tests.become('uma', 'Kim');
select is(tests.call($$api.profile_create('Friend')$$), '42501', 'a kids profile makes none');
select tests.become_anonymous();
select is(tests.call($$api.profile_create('Ada')$$), '42501', 'nor does who is not signed in');

select * from finish();
rollback;
