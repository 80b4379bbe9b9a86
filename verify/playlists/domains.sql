-- Verify syncstream:playlists/domains on pg

begin;
\ir ../facts.sql

select pg_temp.require('there is a type app.playlist_kind, and clients can read what it takes',
    obj_description(to_regtype('app.playlist_kind'), 'pg_type') is not null);
select pg_temp.require('there is a type app.visibility, and clients can read what it takes',
    obj_description(to_regtype('app.visibility'), 'pg_type') is not null);
select pg_temp.require('there is a type app.web_address, and clients can read what it takes',
    obj_description(to_regtype('app.web_address'), 'pg_type') is not null);
select pg_temp.require('there is a type app.web_addresses, and clients can read what it takes',
    obj_description(to_regtype('app.web_addresses'), 'pg_type') is not null);
select pg_temp.require('there is a type app.credential, and clients can read what it takes',
    obj_description(to_regtype('app.credential'), 'pg_type') is not null);
select pg_temp.require('there is a type app.list_position, and clients can read what it takes',
    obj_description(to_regtype('app.list_position'), 'pg_type') is not null);
select pg_temp.require('there is a type app.panel_object, and clients can read what it takes',
    obj_description(to_regtype('app.panel_object'), 'pg_type') is not null);

rollback;
