-- Deploy syncstream:accounts/auth_logout to pg

begin;

create function api.auth_logout() returns http.response
language plpgsql volatile
as $$
begin
    perform private.session_end(http.current_session_id());
    return http.reply('Signed out', claims => 'null');
end
$$;
comment on function api.auth_logout is $$Revokes the session, access and refresh tokens alike, and clears the cookie$$;
grant execute on function api.auth_logout to kid, member;
select http.mount('POST', '/v1/auth/logout', 'api.auth_logout');

commit;
