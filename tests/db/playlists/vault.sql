-- The vault: what is sealed opens only as what it is, and all else is 503 with a reason that only the log has.

begin;
select plan(35);

\set account '11111111-1111-4111-8111-111111111111'
\set row '22222222-2222-4222-8222-222222222222'
\set other '33333333-3333-4333-8333-333333333333'

select is((select count(*) from private.vault), 1::bigint, 'one key seals');
select is((select fingerprint from private.vault_fingerprint join private.vault using (key_id)),
          private.vault_fingerprint_of(decode(private.vault_key((select key_id from private.vault)), 'hex')), 'which is known by its fingerprint');
select is(length(private.vault_key((select key_id from private.vault))), 64, '32 bytes');
select is(private.vault_sealing_key(), (select key_id from private.vault), 'the key to seal with');

select private.vault_seal(:'account', :'row', 'k1', '{"password": "S3cret"}') as sealed \gset
select is(private.vault_open(:'account', :'row', 'k1', :'sealed')::text, '{"password": "S3cret"}', 'what was sealed opens');
select isnt(private.vault_seal(:'account', :'row', 'k1', '{"password": "S3cret"}'), :'sealed'::bytea, 'the same text is never sealed to the same bytes');
select is(position('S3cret'::bytea in :'sealed'::bytea), 0, 'and is not to be seen in them');
select is(substring(:'sealed'::bytea from 1 for 6), '\xc30c04090108'::bytea, 'a passphrase, AES-256, salted SHA-256, no stretching');
select is(get_byte(:'sealed'::bytea, 14), 210, 'and data with a checksum of its content');

-- The same key, and yet not the row's.
select is(tests.call(format('private.vault_open(%L, %L, ''k1'', %L)', :'other', :'row', :'sealed')), '503 unavailable {"retry_after": 30}', 'moved to another account');
select is(tests.call(format('private.vault_open(%L, %L, ''k1'', %L)', :'account', :'other', :'sealed')), '503 unavailable {"retry_after": 30}', 'moved to another row');

-- Every byte counts: changed, it does not open.
create function pg_temp.opens(sealed bytea) returns boolean language plpgsql as $$
begin
    return private.vault_open('11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222', 'k1', sealed) is not null;
exception when sqlstate 'PT503' then
    return false;
end
$$;
set local log_min_messages = fatal;
select is(array(select n from generate_series(0, length(:'sealed'::bytea) - 1) as n where pg_temp.opens(set_byte(:'sealed'::bytea, n, get_byte(:'sealed'::bytea, n) # 1))),
          '{15,16}', 'changed in any bit it does not open, save for the length that its header states');
select is((select array_agg(distinct private.vault_open(:'account', :'row', 'k1', set_byte(:'sealed'::bytea, n, get_byte(:'sealed'::bytea, n) # 1))::text)
           from unnest(array[15, 16]) as n), '{"{\"password\": \"S3cret\"}"}', 'and then it is still what was sealed');
select is(array(select n from generate_series(0, length(:'sealed'::bytea) - 1, 7) as n where pg_temp.opens(substring(:'sealed'::bytea for n))), '{}', 'cut off anywhere');
select is(pg_temp.opens(:'sealed'::bytea || '\x00'), false, 'made longer');
select is(pg_temp.opens(extensions.pgp_sym_encrypt_bytea('{"account": "11111111-1111-4111-8111-111111111111", "row": "22222222-2222-4222-8222-222222222222", "key": "k1", "secret": {}}',
    'another key', 'cipher-algo=aes256, s2k-mode=1, s2k-digest-algo=sha256')), false, 'sealed by somebody else');
select is(pg_temp.opens(extensions.pgp_sym_encrypt_bytea('{"account": "11111111-1111-4111-8111-111111111111", "row": "22222222-2222-4222-8222-222222222222", "key": "k1", "secret": {}}',
    private.vault_key('k1'), 'cipher-algo=aes256, s2k-mode=1, s2k-digest-algo=sha256')), true, '(by us it would open)');
select is(pg_temp.opens(extensions.pgp_sym_encrypt_bytea('{"account": "11111111-1111-4111-8111-111111111111", "row": "22222222-2222-4222-8222-222222222222", "key": "k1", "secret": {}}',
    private.vault_key('k1'), 'cipher-algo=aes256, s2k-mode=1, s2k-digest-algo=sha256, disable-mdc=1')), false, 'the kind without a checksum is not even looked at');
select is(pg_temp.opens(extensions.pgp_sym_encrypt_bytea('no json', private.vault_key('k1'), 's2k-mode=1, s2k-digest-algo=sha256')), false, 'no JSON');
select is(pg_temp.opens(extensions.pgp_sym_encrypt_bytea('\xff', private.vault_key('k1'), 's2k-mode=1, s2k-digest-algo=sha256')), false, 'no text');
select is(pg_temp.opens(''), false, 'nothing');
select is(pg_temp.opens(null), false, 'null');

-- Keys.
select is(tests.call('private.vault_key(''k9'')'), '503 unavailable {"retry_after": 30}', 'a key that there is not');
select is(tests.call('private.vault_key(null)'), '503 unavailable {"retry_after": 30}', 'none');
insert into private.vault_fingerprint values ('k9', 'x');
select is(tests.call('private.vault_key(''k9'')'), '503 unavailable {"retry_after": 30}', 'one whose file is missing');
select is(tests.call(format('private.vault_use(%L, ''k9'')', (select directory from private.vault))), '503 unavailable {"retry_after": 30}', 'which cannot be put to use');
savepoint before;
update private.vault_fingerprint set fingerprint = 'x' where key_id = 'k1';
select is(tests.call('private.vault_key(''k1'')'), '503 unavailable {"retry_after": 30}', 'one whose file has another content');
select is(tests.call(format('private.vault_use(%L, ''k1'')', (select directory from private.vault))), '503 unavailable {"retry_after": 30}', 'nor this one');
rollback to before;
update private.vault set directory = '/nowhere';
select is(tests.call('private.vault_key(''k1'')'), '503 unavailable {"retry_after": 30}', 'a directory that there is not');
rollback to before;
update private.vault set directory = '/etc/passwd';
select is(tests.call('private.vault_key(''k1'')'), '503 unavailable {"retry_after": 30}', 'or that is a file');
rollback to before;
select throws_ok($$insert into private.vault_fingerprint values ('../k1', 'x')$$, '23514', null, 'a key''s name leads to no other directory');
select throws_ok($$update private.vault set directory = 'vault'$$, '23514', null, 'and a directory is not looked for in the data directory');

-- Who may.
select is(string_agg(tests.roles_calling(f), ' '), 'nobody nobody nobody nobody nobody nobody', 'no role of the API uses the vault but through the definers')
from unnest(array['private.vault_key', 'private.vault_use', 'private.vault_seal', 'private.vault_open', 'private.vault_file', 'private.vault_sealing_key']) as f;
select is(string_agg(tests.roles_with(p, t), ' '), 'nobody nobody nobody nobody nobody nobody', 'or sees its tables')
from unnest(array['select', 'insert', 'update']) as p, unnest(array['private.vault', 'private.vault_fingerprint']) as t;
set local role vault;
select is(private.vault_open(:'account', :'row', 'k1', :'sealed')::text, '{"password": "S3cret"}', 'the role vault may');

select * from finish();
rollback;
