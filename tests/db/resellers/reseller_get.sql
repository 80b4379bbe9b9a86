-- GET /v1/reseller.

begin;
select plan(6);

select tests.reseller('rita', 5000) as rita \gset
select tests.reseller('sam', parent => 'rita');
select tests.account('ada');
insert into app.reseller_price values (:'rita', 'premium', 900);

select tests.become('rita');
select is(api.reseller_get()::jsonb,
    '{"credits_balance": 5000, "clients": 0, "parent_id": null, "prices": [
        {"plan": "free", "credits": 1000, "per": "client"}, {"plan": "premium", "credits": 900, "per": "month"},
        {"plan": "basic", "credits": 1000, "per": "month"}, {"plan": "ultimate", "credits": 4000, "per": "month"}]}', 'a reseller, with its own prices');
select tests.become('sam');
select is(api.reseller_get() ->> 'parent_id', :'rita', 'a sub-reseller knows who made it');
select is(api.reseller_get() -> 'prices' -> 2 ->> 'credits', '2000', 'its prices are not its parent''s');
select tests.become('ada');
select is(tests.call('api.reseller_get()'), '42501', 'a member is none');
select tests.become_anonymous();
select is(tests.call('api.reseller_get()'), '42501', 'nor who is not signed in');
select tests.become_superuser();
select is(tests.roles_calling('api.reseller_get'), 'reseller', 'an administrator neither');

select * from finish();
rollback;
