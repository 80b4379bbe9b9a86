-- What resellers buy credits in.

begin;
select plan(9);

select tests.reseller('shop');
select tests.account('ada');

select is(tests.roles_calling('api.credit_pack_list'), 'reseller', 'for resellers');
select tests.become('ada');
select is(tests.call('api.credit_pack_list()'), '42501', 'and for nobody else');
select tests.become('shop');
select is((select string_agg(concat_ws(' ', i ->> 'code', i ->> 'credits', i ->> 'price', i ->> 'currency'), ', ') from json_array_elements(api.credit_pack_list() -> 'items') as i),
          'credits_10000 10000 9900 EUR, credits_50000 50000 44900 EUR, credits_100000 100000 84900 EUR', 'smallest first');
select is(api.credit_pack_list(2) #>> '{items,1,code}', 'credits_50000', 'a page');
select is(api.credit_pack_list(2, (api.credit_pack_list(2) ->> 'next_cursor')::app.page_cursor) #>> '{items,0,code}', 'credits_100000', 'and the next');
select throws_ok('update app.credit_pack set price = 1', '42501', null, 'nobody changes a price');

set local role syncstream;
select is(tests.affected($$update app.credit_pack set on_sale = false where code = 'credits_50000'$$), 1::bigint, 'but a DBA');
select tests.become('shop');
select is(json_array_length(api.credit_pack_list() -> 'items'), 2, 'what cannot be bought is not shown');
set local role syncstream;
select throws_ok($$update app.credit_pack set credits = 0$$, '23514', null, 'an empty pack is none');

select * from finish();
rollback;
