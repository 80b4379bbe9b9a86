-- What the same content is known by, whoever names it: names of films, series and channels as panels and playlists have them.

begin;
select no_plan();

-- Pairs that providers write differently, and that are the same.
select is(app.normalised_title(a), app.normalised_title(b), format('%s = %s', a, b))
from (values
    ('Amélie', 'AMELIE'), ('Le Fabuleux Destin d''Amélie Poulain', 'LE FABULEUX DESTIN D’AMELIE POULAIN'),
    ('Der Untergang', 'der  untergang '), ('Das weiße Band', 'DAS WEISSE BAND'), ('Crème brûlée', 'Creme Brulee'),
    ('Smørrebrød', 'SMORREBROD'), ('Łódź', 'Lodz'), ('Đorđe', 'dorde'), ('Garçon', 'GARCON'), ('Ünlü Işık', 'unlu isik'), ('İstanbul', 'istanbul'),
    ('Ocean''s Eleven', 'Oceans Eleven'), ('Ocean’s Eleven', 'Ocean`s Eleven'), ('Fast & Furious', 'Fast and Furious'), ('Fast &Furious', 'FAST AND FURIOUS'),
    ('Spider-Man: No Way Home', 'Spider Man - No Way Home'), ('WALL·E', 'Wall-E'), ('Se7en', 'SE7EN'), ('M*A*S*H', 'M.A.S.H.'), ('Mission: Impossible', 'Mission Impossible'),
    ('Heat (1995)', 'Heat'), ('Heat [1995]', 'Heat (1995) 4K'), ('The Matrix [4K] (1999)', 'the matrix'), ('Dune UHD HDR10 HEVC', 'Dune'), ('Dune 2160p', 'Dune 1080p x265'),
    ('Dune H265 50fps', 'Dune H.265'), ('Alien | 4K', 'Alien'),
    ('Canal+', 'CANAL PLUS'), ('CANAL+ FHD', 'Canal +'), ('BBC One HD', 'BBC ONE'), ('|UK| BBC One FHD', 'UK: BBC ONE'), ('★ beIN SPORTS 1 ★ ᴴᴰ', 'beIN Sports 1'),
    ('FR ▎ TF1 ᶠᴴᴰ', 'FR - TF1'), ('ＮＨＫ', 'NHK'), ('ＮＨＫ　ＢＳ４Ｋ', 'nhk bs4k'), ('Sky Sport 1 (720p)', 'Sky Sport 1'), ('RTL II SD', 'RTL Ⅱ'),
    ('Game of Thrones S01E02', 'Game of Thrones 1x02'), ('Game of Thrones S01 E02', 'Game.of.Thrones.s1.e2'), ('Game of Thrones - Season 1 Episode 2', 'GAME OF THRONES S1E2'),
    ('Game of Thrones Season 01, Episode 02', 'Game of Thrones S01-E02'), ('Dark S03E08 [1080p]', 'Dark 3x08'),
    ('Москва слезам не верит', 'МОСКВА СЛЕЗАМ НЕ ВЕРИТ'), ('Ёлки', 'Елки'), ('Первый канал HD', 'ПЕРВЫЙ КАНАЛ'), ('Матч! Премьер', 'матч премьер'),
    ('الجزيرة', 'الجـــزيرة'), ('العَرَبِيَّة', 'العربية'), ('MBC مصر HD', 'mbc مصر'), ('שָׁלוֹם', 'שלום'), ('千と千尋の神隠し (2001)', '千と千尋の神隠し'), ('ﾄﾞﾗｺﾞﾝﾎﾞｰﾙ', 'ドラゴンボール'),
    ('기생충 4K', '기생충'), ('ΟΔΟΣ', 'Οδός')) as t (a, b);

-- Pairs that look alike, and are not.
select isnt(app.normalised_title(a), app.normalised_title(b), format('%s <> %s', a, b))
from (values
    ('Alien', 'Aliens'), ('Rocky', 'Rocky II'), ('Toy Story 3', 'Toy Story 4'), ('BBC One', 'BBC Two'), ('beIN Sports 1', 'beIN Sports 2'), ('Sky Sport 1 +1', 'Sky Sport 1'),
    ('Dark S01E02', 'Dark S01E03'), ('Dark S01E12', 'Dark S11E02'), ('2012', '1917'), ('Blade Runner 2049', 'Blade Runner'), ('Canal+', 'Canal'), ('Discovery', 'Discovery HD Showcase'),
    ('ドラゴンボール', 'トラコンホール'), ('千と千尋の神隠し', 'もののけ姫'), ('Первый канал', 'Второй канал'), ('الجزيرة', 'العربية'), ('기생충', '괴물')) as t (a, b);

select is(app.normalised_title(title), expected, coalesce(title, 'null'))
from (values
    ('The Matrix [4K] (1999)', 'the matrix'), ('Game of Thrones - S01E02 - The Kingsroad', 'game of thrones s1e2 the kingsroad'), ('Canal+', 'canal plus'),
    ('4K', '4k'), ('UHD', 'uhd'), ('2012', '2012'), ('1917 (2019)', '1917'), ('(500) Days of Summer', '500 days of summer'), ('Амели', 'амели'),
    ('', null), (' ', null), ('-–—', null), ('★★★', null), ('(1999)', null), (null, null)) as t (title, expected);

-- Once is enough: what was normalised stays as it is.
select is(app.normalised_title(app.normalised_title(t)), app.normalised_title(t), 'again: ' || t)
from unnest(array['Amélie (2001) [FHD]', 'Game of Thrones S01E02', 'ＮＨＫ', 'ドラゴンボール', 'العَرَبِيَّة', '기생충 4K', 'FR ▎ TF1 ᶠᴴᴰ']) as t;

select is(app.match_key(kind, title, year, series::json, ids::json), expected, concat_ws(' ', kind, title, year, series, ids))
from (values
    ('movie', 'The Matrix', 1999, null, '{"tmdb": 603}', 'tmdb:movie:603'),
    ('movie', 'The Matrix', 1999, null, '{"tmdb": 603, "imdb": "tt0133093"}', 'tmdb:movie:603'),
    ('movie', 'The Matrix', 1999, null, '{"tmdb": null, "imdb": "tt0133093"}', 'imdb:tt0133093'),
    ('movie', 'The Matrix', 1999, null, '{}', 'title:the matrix:1999'),
    ('movie', 'The Matrix (1999)', null, null, null, 'title:the matrix:1999'),
    ('movie', 'The Matrix [1999] 4K', 1999, null, null, 'title:the matrix:1999'),
    ('movie', 'The Matrix', null, null, null, 'title:the matrix:'),
    ('movie', null, 1999, null, null, null),
    ('movie', '★', 1999, null, null, null),
    ('series', 'Game of Thrones', 2011, null, '{"tmdb": 1399}', 'tmdb:tv:1399'),
    ('series', 'Game of Thrones', 2011, null, null, 'title:game of thrones:2011'),
    ('episode', 'Winter Is Coming', null, '{"season": 1, "episode": 2}', '{"tmdb": 1399}', 'tmdb:tv:1399:1:2'),
    ('episode', 'Pilot', null, '{"season": 0, "episode": 1}', '{"tmdb": 1399}', 'tmdb:tv:1399:0:1'),
    ('episode', 'Game of Thrones S01E02', null, null, '{"tmdb": 1399}', 'title:game of thrones s1e2:'),
    ('episode', 'Game of Thrones', null, '{"season": 1, "episode": 2}', null, 'title:game of thrones s1e2:'),
    ('episode', 'Game of Thrones 1x02', null, '{"season": 1, "episode": 2}', null, 'title:game of thrones s1e2:'),
    ('live', 'BBC One HD', null, null, '{"tvg": "BBC1.uk"}', 'tvg:bbc1.uk'),
    ('live', 'BBC One HD', null, null, '{"imdb": "tt0000001", "tmdb": 5}', 'title:bbc one:'),
    ('live', null, null, null, null, null)) as t (kind, title, year, series, ids, expected);

select is(app.match_key('movie', 'Heat', 1995, null, null) = app.match_key('movie', 'Heat', 1986, null, null), false, 'two films of one name');

-- What may be in an item.
select is(tests.takes('app.item_ids', value), expected, value)
from (values ('{}', true), ('{"tmdb": 603, "imdb": "tt0133093", "tvg": "x"}', true), ('{"tmdb": null}', true), ('{"tmdb": "603"}', false), ('{"tmdb": -1}', false), ('{"tmdb": 1.5}', false),
    ('{"tmdb": 2147483648}', false), ('{"imdb": "0133093"}', false), ('{"imdb": 5}', false), ('{"tvg": ""}', false), ('{"isbn": 1}', false), ('[]', false), ('5', false), ('"x"', false)) as t (value, expected);
select is(tests.takes('app.item_series', value), expected, value)
from (values ('{}', true), ('{"provider_id": "9", "season": 1, "episode": 2}', true), ('{"season": null}', true), ('{"season": "1"}', false), ('{"season": 100001}', false),
    ('{"provider_id": 9}', false), ('{"name": "x"}', false), ('[]', false)) as t (value, expected);
select is(tests.takes('app.item_key', value), expected, left(value, 60))
from (values ('movie:00000000-0000-4000-8000-000000000000:1', true), ('movie:00000000-0000-4000-8000-000000000000:', false), ('film:00000000-0000-4000-8000-000000000000:1', false),
    ('movie:00000000-0000-4000-8000-00000000000:1', false), ('live:00000000-0000-4000-8000-000000000000:a:b|c', true)) as t (value, expected);

select * from finish();
rollback;
