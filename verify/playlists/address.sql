-- Verify syncstream:playlists/address on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('private.refuse_field', 'member reseller admin usher');
select pg_temp.require_callers('private.is_ipv6', 'member reseller admin');
select pg_temp.require_callers('private.web_address', 'member reseller admin');
select pg_temp.require_callers('private.web_address_text', 'member reseller admin');
select pg_temp.require_callers('private.percent_decode', 'member reseller admin');
select pg_temp.require_callers('private.query_value', 'member reseller admin');
select pg_temp.require_callers('private.source', 'member reseller admin');
select pg_temp.require_callers('private.fallback_addresses', 'member reseller admin');
select pg_temp.require('a pasted address is read',
    (select s.url = 'http://h:1/a' and s.username = 'a+b' and s.password = 'c d'
     from private.source(null, 'HTTP://H:1/a/get.php?password=c%20d&username=a+b', 'url') as s));

rollback;
