"""What a body may be (contract §1, Types), and how it is refused."""

import json
import time

import pytest

from tests.support.people import refusal
from tests.support.raw import exchange, request


@pytest.fixture
def adult(new_person):
    return new_person(plan="premium")


def nested(levels: int) -> bytes:
    """A body so deep: an object, and arrays in its settings."""
    inner = levels - 2
    return b'{"name": "Ada", "settings": {"deep": ' + b"[" * inner + b"]" * inner + b"}}"


def post(person, body: bytes | str, path: str = "/v1/profiles"):
    content = body if isinstance(body, bytes) else body.encode()
    return person.http.post(path, content=content, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"name": "Ada"',
        b'{"name": "Ada",}',
        b"{'name': 'Ada'}",
        b'{"name": "Ada"} {}',
        b"name=Ada",
        b"  ",
        b'{"max_rating": NaN}',
        b'{"max_rating": Infinity}',
        b'{"max_rating": -Infinity}',
        b'{"max_rating": 1e400, "name": NaN}',
        b'{"max_rating": 1e400',
        b'{"max_rating": 012}',
        b'{"name": "\xff\xfe"}',
        b'{"name": "\xed\xa0\x80"}',
        b'{"name": "\\ud800"}',
        b'{"name": "\\udc00\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"name": "a\x00b"}',
        b'{"name": "a\nb"}',
        b'\xef\xbb\xbf{"name": "Ada"}',
        nested(65),
        nested(66),
        nested(5000),
        b"[" * 4_000_000,
    ],
    ids=lambda body: body[:40].decode("latin1"),
)
def test_what_is_not_json_is_malformed(adult, body):
    refusal(post(adult, body), 400, "malformed_json")


def test_sixty_four_levels_are_json(adult):
    response = post(adult, nested(64))
    assert response.status_code == 201, response.text
    assert response.json()["data"]["settings"]["deep"] is not None


def test_brackets_in_strings_are_no_levels(adult):
    assert post(adult, json.dumps({"name": "[" * 90})).status_code == 201


@pytest.mark.parametrize(
    "body", [b'"' + b'\\"' * 1_000_000 + b"[" * 70, b'{"a":' + b"[]," * 1_000_000, b'{"settings": [' + b"[]," * 900_000 + b"[]]}"]
)
def test_a_hostile_body_is_refused_at_once(adult, body):
    started = time.monotonic()
    assert post(adult, body).status_code == 400
    assert time.monotonic() - started < 10  # once: hours


@pytest.mark.parametrize("body", ["[]", "[{}]", '"Ada"', "1", "null", "true", "1.5"])
def test_an_array_or_a_scalar_is_no_body(adult, body):
    assert refusal(post(adult, body), 400, "invalid")["field"] == "body"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 1),
        ("name", None),
        ("name", ""),
        ("name", "x" * 101),
        ("name", ["Ada"]),
        ("name", {"first": "Ada"}),
        ("name", True),
        ("avatar", ""),
        ("avatar", 1),
        ("avatar", "x" * 2001),
        ("is_kids", "true"),
        ("is_kids", 1),
        ("max_rating", "12"),
        ("max_rating", 12.5),
        ("max_rating", -1),
        ("max_rating", 22),
        ("max_rating", True),
        ("max_rating", 2**31),
        ("max_rating", 2**63),
        ("max_rating", 2**64),
        ("max_rating", -(2**70)),
        ("max_rating", 10**400),
        ("hidden_categories", "Horror"),
        ("hidden_categories", [1]),
        ("hidden_categories", [None]),
        ("hidden_categories", [["Horror"]]),
        ("hidden_categories", {"a": 1}),
        ("hidden_categories", ["x"] * 201),
        ("hidden_categories", ["x" * 201]),
        ("language", "not a language"),
        ("language", "e"),
        ("settings", "{}"),
        ("settings", []),
        ("settings", 1),
        ("settings", {"big": "x" * 16384}),
        ("pin", "123"),
        ("pin", "123456789"),
        ("pin", "12a4"),
        ("pin", "١٢٣٤"),
        ("pin", 1234),
    ],
    ids=str,
)
def test_a_wrong_value_is_refused_with_its_field(adult, field, value):
    data = refusal(post(adult, json.dumps({"name": "Ada", field: value})), 400, "invalid")
    assert data["field"] == field


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1" + "0" * 400, "1" + "0" * 5000])
def test_a_number_that_no_float_holds_is_out_of_range(adult, number):
    for body, field in (
        ('{"name": "Ada", "max_rating": %s}', "max_rating"),
        ('{"name": "Ada", "settings": {"a": [%s]}}', "settings"),
        ("[%s]", "body"),
    ):
        assert refusal(post(adult, body % number), 400, "invalid")["field"] == field


def test_the_sentence_says_what_to_do(adult):
    assert post(adult, '{"name": "Ada", "max_rating": 22}').json()["message"] == "Enter an age from 0 to 21"
    assert post(adult, "{}").json()["message"] == "name is required"


def test_an_unknown_field_is_named(adult):
    assert refusal(post(adult, '{"name": "Ada", "nmae": 1}'), 400, "unknown_field")["field"] == "nmae"
    assert refusal(post(adult, '{"name": "Ada", "id": 1}'), 400, "unknown_field")["field"] == "id"
    assert refusal(post(adult, '{"name": "Ada", "": 1}'), 400, "unknown_field")["field"] == ""
    assert refusal(post(adult, '{"name": "Ada", "given": ["pin"]}'), 400, "unknown_field")["field"] == "given"
    assert refusal(post(adult, json.dumps({"x" * 1_000_000: 1})), 400, "unknown_field")["field"] == "x" * 100


def test_a_call_without_fields_takes_an_empty_object_and_no_field(adult):
    assert refusal(post(adult, '{"a": 1}', "/v1/auth/logout"), 400, "unknown_field")["field"] == "a"
    assert post(adult, "{}", "/v1/auth/logout").status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"name": "a\\u0000b"}', "name"),
        ('{"name": "Ada", "hidden_categories": ["a\\u0000"]}', "hidden_categories"),
        ('{"name": "Ada", "settings": {"a": [{"b": "\\u0000"}]}}', "settings"),
        ('{"name": "Ada", "settings": {"a\\u0000": 1}}', "settings"),
        ('{"na\\u0000me": "Ada"}', "body"),
    ],
)
def test_a_nul_character_is_refused(adult, body, field):
    assert refusal(post(adult, body), 400, "invalid")["field"] == field


def test_an_escaped_backslash_is_no_nul(adult):
    assert post(adult, '{"name": "a\\\\u0000"}').json()["data"]["name"] == "a\\u0000"


def test_the_last_of_two_fields_of_one_name_counts(adult):
    assert post(adult, '{"name": "Ada", "name": "Eve"}').json()["data"]["name"] == "Eve"


@pytest.mark.parametrize("name", ["Zoë 👩‍🚀", "\u202eabc", "'; drop table app.profile; --", '"\\{},', "x" * 100, "👩" * 100])
def test_any_text_is_kept_as_it_is(adult, name):
    profile = adult.profile(name, hidden_categories=[name, ""], settings={name: [name, 1.5, None, True, 2**53]})
    assert adult.get(f"/v1/profiles/{profile['id']}") == profile
    assert profile["name"] == name
    assert profile["hidden_categories"] == [name, ""]
    assert profile["settings"] == {name: [name, 1.5, None, True, 2**53]}


def test_a_missing_body_is_an_empty_one(adult):
    profile = adult.profile()
    assert adult.call("POST", f"/v1/profiles/{profile['id']}/select")["profile"] == profile
    assert adult.http.post("/v1/profiles").json()["data"] == {"code": "invalid", "field": "name"}


def test_null_is_absent_in_a_post(adult):
    profile = adult.profile(avatar=None, is_kids=None, max_rating=None, hidden_categories=None, language=None, settings=None, pin=None)
    expected = {
        "avatar": None,
        "is_kids": False,
        "max_rating": None,
        "hidden_categories": [],
        "language": None,
        "settings": {},
        "has_pin": False,
    }
    assert expected.items() <= profile.items()


def test_null_clears_in_a_patch_and_what_is_not_sent_stays(adult):
    given = {"avatar": "a", "is_kids": True, "max_rating": 6, "hidden_categories": ["x"], "language": "de", "settings": {"a": 1}}
    path = f"/v1/profiles/{adult.profile(**given)['id']}"
    assert {"avatar": "b", "max_rating": 6, "language": "de", "is_kids": True}.items() <= adult.patch(path, {"avatar": "b"}).items()
    cleared = {"avatar": None, "is_kids": False, "max_rating": None, "hidden_categories": [], "language": None, "settings": {}}
    body = dict.fromkeys(cleared)
    assert cleared.items() <= adult.patch(path, body).items()
    assert adult.refused(400, "invalid", "PATCH", path, {"name": None})["field"] == "name"
    assert adult.get(path)["name"] == "Ada"


def test_a_nul_in_path_or_query_is_refused(system, adult):
    assert refusal(exchange(system, request("GET", "/v1/profiles/a%00b", token=adult.access_token)), 404, "not_found")
    for query in ("cursor=%00", "limit=1%00", "cursor=a%00b"):
        response = exchange(system, request("GET", f"/v1/profiles?{query}", token=adult.access_token))
        assert refusal(response, 400, "invalid")["field"] == query.partition("=")[0]


@pytest.mark.parametrize("path", ["/v1/pro\xfffiles", "/v1/profiles/\x01", "/v1/profiles?cursor=\xff"])
def test_raw_bytes_in_an_address_are_refused(system, adult, path):
    line = request("GET", "/X", token=adult.access_token).replace(b"/X", path.encode("latin1"))
    assert exchange(system, line).status_code in (400, 404)


def test_a_content_length_that_is_no_number_is_refused(system):
    for length in ("-1", "x", "1e3", "99999999999999999999999"):
        assert exchange(system, request("POST", "/v1/auth/login", Content_Length=length)).status_code in (400, 413)
