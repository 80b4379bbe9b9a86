-- Revert syncstream:accounts/auth_signup from pg

begin;

select http.unmount('POST', '/v1/auth/signup');
drop function api.auth_signup;

commit;
