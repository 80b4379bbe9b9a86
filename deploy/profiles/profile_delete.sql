-- Deploy syncstream:profiles/profile_delete to pg

begin;

create function api.profile_delete(id uuid) returns json
language plpgsql volatile
as $$
declare
    v_account uuid := http.current_account_id();
    v_rev     bigint := private.account_next_rev(v_account);  -- its row lock: two deletions side by side do not take the last two
begin
    perform private.profile_require(profile_delete.id);
    if not exists (select from app.profile p where p.account_id = v_account and p.id <> profile_delete.id) then
        raise sqlstate 'PT409' using message = 'An account keeps its last profile. Make another one first', constraint = 'conflict';
    end if;
    perform private.profile_forget_parties(profile_delete.id);
    update app.session s set profile_id = null where s.account_id = v_account and s.profile_id = profile_delete.id;
    perform private.tombstone_write('profile', profile_delete.id, v_rev);
    delete from app.profile p where p.account_id = v_account and p.id = profile_delete.id;
    return null;
end
$$;
comment on function api.profile_delete is $$Deletes a profile with all that it owns. Its access tokens end at once

id: the profile
Errors: 403 restricted_profile, 404 not_found, 409 conflict$$;
grant execute on function api.profile_delete to member;
select http.mount('DELETE', '/v1/profiles/{id}', 'api.profile_delete');

commit;
