-- Verify syncstream:playlists/vault on pg

begin;

do $$
declare
    v_wrong text;
begin
    select string_agg(fact, '; ') into v_wrong
    from (values
        ('row-level security is forced on private.vault', (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'private.vault'::regclass)),
        ('row-level security is forced on private.vault_fingerprint', (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'private.vault_fingerprint'::regclass)),
        ('no role of the API reaches private.vault', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_any_column_privilege(r, 'private.vault', 'select, insert, update') or has_table_privilege(r, 'private.vault', 'delete, truncate'))),
        ('no role of the API reaches private.vault_fingerprint', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_any_column_privilege(r, 'private.vault_fingerprint', 'select, insert, update') or has_table_privilege(r, 'private.vault_fingerprint', 'delete, truncate'))),
        ('private.vault_key runs as vault with a pinned path', (select prosecdef and proowner = 'vault'::regrole and proconfig = array['search_path=""'] from pg_proc where oid = 'private.vault_key'::regproc)),
        ('private.vault_use runs as vault with a pinned path', (select prosecdef and proowner = 'vault'::regrole and proconfig = array['search_path=""'] from pg_proc where oid = 'private.vault_use'::regproc)),
        ('private.vault_open is vault''s', (select proowner = 'vault'::regrole and not prosecdef from pg_proc where oid = 'private.vault_open'::regproc)),
        ('private.vault_seal is vault''s', (select proowner = 'vault'::regrole and not prosecdef from pg_proc where oid = 'private.vault_seal'::regproc)),
        ('private.vault_key is for its owner alone', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_function_privilege(r, 'private.vault_key'::regproc, 'execute'))),
        ('private.vault_use is for its owner alone', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_function_privilege(r, 'private.vault_use'::regproc, 'execute'))),
        ('private.vault_file is for its owner alone', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_function_privilege(r, 'private.vault_file'::regproc, 'execute'))),
        ('private.vault_open is for its owner alone', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_function_privilege(r, 'private.vault_open'::regproc, 'execute'))),
        ('private.vault_seal is for its owner alone', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_function_privilege(r, 'private.vault_seal'::regproc, 'execute'))),
        ('private.vault_sealing_key is for its owner alone', not exists (select from unnest(array['public', 'anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                     where has_function_privilege(r, 'private.vault_sealing_key'::regproc, 'execute'))),
        ('vault cannot log in', (select not rolcanlogin and not rolsuper from pg_roles where rolname = 'vault')),
        ('vault may read files, and no role of the API is a member of it', pg_has_role('vault', 'pg_read_server_files', 'usage')
         and not exists (select from unnest(array['anonymous', 'kid', 'member', 'reseller', 'admin', 'gatekeeper', 'analyst', 'syncstream_api']) r
                         where pg_has_role(r, 'vault', 'member') or pg_has_role(r, 'pg_read_server_files', 'member')))
    ) as facts (fact, holds)
    where holds is not true;
    if v_wrong is not null then
        raise exception 'This should be so, and is not: %', v_wrong;
    end if;
end
$$;

rollback;
