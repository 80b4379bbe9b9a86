"""Routes come, change and go while clients call: nobody notices but who calls them."""

import time

import httpx

from tests.support.load import Load
from tests.support.people import Person, data_of, refusal
from tests.support.routes import as_owner, mounted


def create(connection, arguments: str, body: str, comment: str) -> None:
    connection.execute("drop function if exists api.changing")
    connection.execute(f"create function api.changing({arguments}) returns json language plpgsql stable as $body$ begin {body} end $body$")
    connection.execute(f"comment on function api.changing is $$For a test\n\n{comment}$$")
    connection.execute("grant execute on function api.changing to member")


def test_a_route_is_mounted_and_unmounted_under_load(fragile):
    with Load(fragile, ("profiles", "me", "create")) as load:
        for n in range(5):
            with mounted(fragile, f"coming_{'abcde'[n]}", "return '1';") as path:
                assert load.person.get(path) == 1
            load.wait_for(3)
        load.wait_for(20)
    assert set(load.statuses()) <= {200, 201}, load.statuses()
    while httpx.get(f"{fragile.url}{path}").status_code != 404:
        pass


def test_a_function_is_made_anew_with_another_signature_under_load(fragile):
    """Each answer is one of the old or of the new function, never a mixture and never a 500."""
    person = Person(fragile)
    signatures = [
        ("a integer", "return json_build_object('was', 'integer', 'a', a);", "a: x"),
        ("a text", "return json_build_object('was', 'text', 'a', a);", "a: x"),
        ("b text default null, a text default null", "return json_build_object('was', 'two', 'a', a, 'b', b);", "a: x\nb: x"),
        ("a text, b text default null", "return json_build_object('was', 'swapped', 'a', a, 'b', b);", "a: x\nb: x"),
    ]
    with as_owner(fragile) as connection:
        create(connection, *signatures[0])
        connection.execute("select http.mount('GET', '/v1/changing', 'api.changing')")
    try:
        with Load(fragile, ("profiles", "me")) as load:
            for mount_again in (True, False):  # not mounting again is a DBA's slip; calls find out by themselves
                for arguments, body, comment in (*signatures[1:], signatures[0]):
                    with as_owner(fragile) as connection:
                        create(connection, arguments, body, comment)
                        if mount_again:
                            connection.execute("select http.mount('GET', '/v1/changing', 'api.changing')")
                    for _ in range(10):  # new connections, so that each worker is met
                        data = data_of(httpx.get(f"{fragile.url}/v1/changing?a=1", headers=person.http.headers), 200)
                        assert str(data["a"]) == "1" and not data.get("b")
                        assert f"'{data['was']}'" in body
        assert set(load.statuses()) == {200}
    finally:
        with as_owner(fragile) as connection:
            connection.execute("select http.unmount('GET', '/v1/changing')")
            connection.execute("drop function api.changing")


def test_an_argument_of_another_type_takes_its_values_on_every_connection(fragile):
    """Also on those where the old type was prepared, and would refuse the value as it is bound."""
    person = Person(fragile)

    def ask(value: str) -> int:
        return httpx.get(f"{fragile.url}/v1/retyped?a={value}", headers=person.http.headers).status_code

    with mounted(fragile, "retyped", "return to_json(a);", "a integer"):
        assert {ask("1") for _ in range(20)} == {200}
        with as_owner(fragile) as connection:
            connection.execute("drop function api.retyped")
            connection.execute("create function api.retyped(a text) returns json language plpgsql stable as 'begin return to_json(a); end'")
            connection.execute("comment on function api.retyped is e'For a test\\na: x'")
            connection.execute("grant execute on function api.retyped to member")
            connection.execute("select http.mount('GET', '/v1/retyped', 'api.retyped')")
        deadline, good = time.monotonic() + 30, 0
        while good < 20:
            assert time.monotonic() < deadline
            good = good + 1 if ask("x") == 200 else 0


def test_a_function_that_answers_in_another_way_is_read_as_it_is_meant(fragile):
    person = Person(fragile)
    with mounted(fragile, "turning", "return '1';") as path:
        for _ in range(10):
            assert person.get(path) == 1
        with as_owner(fragile) as connection:
            connection.execute("drop function api.turning")
            body = "begin return http.reply('Turned', '2'); end"
            connection.execute(f"create function api.turning() returns http.response language plpgsql stable as $body$ {body} $body$")
            connection.execute("comment on function api.turning is 'For a test'")
            connection.execute("grant execute on function api.turning to member")
        for _ in range(10):
            response = httpx.get(f"{fragile.url}{path}", headers=person.http.headers)
            assert response.json() == {"success": True, "message": "Turned", "data": 2}


def test_a_function_that_is_gone_is_not_found(fragile):
    person = Person(fragile)
    with mounted(fragile, "going", "return '1';") as path:
        assert person.get(path) == 1
        with as_owner(fragile) as connection:
            connection.execute("alter function api.going rename to gone")
        for _ in range(10):
            refusal(httpx.get(f"{fragile.url}{path}", headers=person.http.headers), 404, "not_found")
        with as_owner(fragile) as connection:
            connection.execute("alter function api.gone rename to going")


def test_a_route_that_cannot_be_served_does_not_keep_others_from_it(fragile):
    """Two names for one place in a path: Falcon refuses the second."""
    with as_owner(fragile) as connection:
        connection.execute("insert into http.route values ('GET', '/v1/profiles/{other}/x', 'api.profile_get')")
    try:
        with mounted(fragile, "beside", "return '1';") as path:
            assert Person(fragile).get(path) == 1
    finally:
        with as_owner(fragile) as connection:
            connection.execute("delete from http.route where path = '/v1/profiles/{other}/x'")
            connection.execute("notify http_routes")
    assert "a route cannot be served" in fragile.api_log.read_text()
