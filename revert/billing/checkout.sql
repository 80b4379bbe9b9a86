-- Revert syncstream:billing/checkout from pg

begin;

select http.unmount('POST', '/v1/billing/portal');
select http.unmount('POST', '/v1/billing/checkout');
drop function api.billing_portal;
drop function api.billing_checkout;
drop function private.checkout_closes;
drop function private.offer;
drop function private.return_url;
drop type api.billing_link;
drop domain app.return_url;
alter table app.settings drop column checkout_lifetime;

commit;
