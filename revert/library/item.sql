-- Revert syncstream:library/item from pg

begin;

drop function app.match_key;
drop function app.normalised_title;
drop domain app.item_ids;
drop domain app.item_series;
drop function app.is_ids;
drop function app.is_series;
drop function app.is_short_text;
drop function app.is_count;
drop domain app.match_key;
drop domain app.milliseconds;
drop domain app.year;
drop domain app.title;
drop domain app.item_key;
drop domain app.provider_id;
drop domain app.item_kind;

commit;
