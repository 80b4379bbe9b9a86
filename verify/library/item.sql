-- Verify syncstream:library/item on pg

begin;
\ir ../facts.sql

select pg_temp.require_callers('app.match_key', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_callers('app.normalised_title', 'kid member reseller admin gatekeeper usher');
select pg_temp.require_invoker('app.match_key', 'immutable');
select pg_temp.require('a film is known by its TMDB number', app.match_key('movie', 'The Matrix', 1999, null, '{"tmdb": 603}') = 'tmdb:movie:603');
select pg_temp.require('a title is not its accents, case and picture quality', app.normalised_title('AMÉLIE [FHD]') = app.normalised_title('amelie'));

rollback;
