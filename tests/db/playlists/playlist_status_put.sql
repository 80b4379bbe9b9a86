-- What panels say, and what is made of it.

begin;
select plan(81);

-- Times, numbers and truths, in all the ways that panels write them.
select is(private.panel_time(v.value::json), v.result::timestamptz, 'time ' || v.value) from (values
    ('"1767225600"', '2026-01-01 00:00:00Z'), ('1767225600', '2026-01-01 00:00:00Z'), ('1767225600.0', '2026-01-01 00:00:00Z'), ('" 1767225600 "', '2026-01-01 00:00:00Z'),
    ('"1767225600000"', '2026-01-01 00:00:00Z'), ('1767225600123', '2026-01-01 00:00:00.123Z'), ('"2026-01-01 12:30:00"', '2026-01-01 12:30:00Z'),
    ('"2026-01-01"', '2026-01-01 00:00:00Z'), ('253402300799', '9999-12-31 23:59:59Z'), ('1', '1970-01-01 00:00:01Z'),
    ('null', null), ('""', null), ('"N/A"', null), ('"n/a"', null), ('"NA"', null), ('"null"', null), ('"-"', null), ('"0"', null), ('0', null), ('-1', null), ('"never"', null),
    ('"Unlimited"', null), ('true', null), ('[]', null), ('{}', null), ('[1767225600]', null), ('"2026-02-31"', null), ('"0000-00-00 00:00:00"', null),
    ('999999999999999999999999', null), ('999999999999999', null), ('1e300', null), ('"1767225600; drop"', null)
) as v (value, result);
select is(private.panel_integer(v.value::json), v.result, 'number ' || v.value) from (values
    ('"1"', 1), ('1', 1), ('"0"', 0), ('1.0', 1), ('"007"', 7), ('""', null), ('"N/A"', null), ('null', null), ('-1', null), ('1.5', null), ('"1,000"', null), ('true', null),
    ('99999999999999999999', null), ('[]', null)
) as v (value, result);
select is(private.panel_boolean(v.value::json), v.result, 'truth ' || v.value) from (values
    ('"1"', true), ('1', true), ('true', true), ('"TRUE"', true), ('"0"', false), ('0', false), ('false', false), ('""', null), ('null', null), ('2', null), ('"N/A"', null), ('[]', null)
) as v (value, result);

create function pg_temp.state(user_info json) returns text language sql as $$ select (private.panel_status(user_info, null)).state $$;
select is(pg_temp.state(v.user_info::json), v.result, v.user_info) from (values
    ('{"auth": 1, "status": "Active"}', 'active'),
    ('{"auth": "1", "status": "active", "exp_date": null}', 'active'),
    ('{"auth": 1, "status": "Active", "exp_date": "1577836800"}', 'expired'),
    ('{"auth": 1, "status": "Expired"}', 'expired'),
    ('{"auth": 1, "status": "Banned", "exp_date": "1577836800"}', 'banned'),
    ('{"auth": 1, "status": "DISABLED"}', 'disabled'),
    ('{"auth": 0}', 'unauthorized'), ('{"auth": "0", "status": "Active"}', 'unauthorized'), ('{"auth": false}', 'unauthorized'),
    ('{"auth": 1, "status": "Trial"}', 'unknown'), ('{"auth": 1, "status": null}', 'unknown'), ('{}', 'unknown')
) as v (user_info, result);
select is(to_jsonb(private.panel_status('{"username": "ada", "password": "S3cret", "message": "S3cret", "auth": 1, "status": "Active", "exp_date": "1893456000", "is_trial": "0",
              "active_cons": "1", "max_connections": "2", "created_at": "1577836800", "allowed_output_formats": ["m3u8", "ts"]}',
              '{"url": "tv.example", "port": "8080", "timezone": "Europe/Berlin", "timestamp_now": 1767225600, "time_now": "2026-01-01 00:00:00"}')) - 'checked_at',
          '{"state": "active", "expires_at": "2030-01-01T00:00:00+00:00", "is_trial": false, "max_connections": 2, "active_connections": 1, "timezone": "Europe/Berlin"}',
          'a whole answer; nothing else of it is kept');
select is((private.panel_status('{}', json_build_object('timezone', v.zone))).timezone, v.result, 'time zone ' || v.zone) from (values
    ('America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'), ('Etc/GMT+3', 'Etc/GMT+3'), ('UTC', 'UTC'), ('S3cret', null), ('Europe', null), ('Europe/', null),
    ('Europe/Berlin; x', null), (E'Europe/Berlin\n', null), ('', null), ('N/A', null)
) as v (zone, result);

select * from finish();
rollback;
