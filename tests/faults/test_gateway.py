"""The gateway alone, against a real PostgreSQL: what a pipeline can meet."""

import asyncio

import pytest

from api import gateway as module
from api.errors import DatabaseError, Problem
from api.gateway import Gateway

NOBODY = (None,) * 7
STRANGER = (b"00000000-0000-0000-0000-000000000001", b"00000000-0000-0000-0000-000000000002", b"user", None, None, None, None)


@pytest.fixture
def run(fragile):
    """Runs a coroutine function with a gateway of its own."""

    def run(scenario):
        async def main():
            gateway = Gateway(fragile.api_environment["API_DATABASE_URL"])
            gateway.start()
            try:
                async with asyncio.timeout(60):
                    return await scenario(gateway)
            finally:
                await gateway.close()
                assert not [lane for lane in gateway.lanes() if lane.links or lane.waiting]

        return asyncio.run(main())

    return run


@pytest.fixture
def table(fragile):
    """A table whose constraint is only looked at when the transaction commits."""
    with fragile.connect() as connection:
        connection.execute("create table api.tried (n integer unique deferrable initially deferred)")
        connection.execute("grant select, insert on api.tried to anonymous")
        connection.execute("insert into api.tried values (1)")
        yield connection
        connection.execute("drop table api.tried")


def ask(gateway: Gateway, sql: str, *params: bytes, kind: str = "read", role: str = "anonymous", claims: tuple = NOBODY) -> asyncio.Future:
    return gateway.call(role, kind, sql.encode(), claims, list(params))


async def outcome(future: asyncio.Future) -> object:
    """What became of it: a row, an SQLSTATE or a status."""
    try:
        return await future
    except DatabaseError as error:
        return error.sqlstate
    except Problem as problem:
        return problem.status


async def outcomes(*futures: asyncio.Future) -> list:
    return [await outcome(future) for future in futures]


def test_an_error_is_its_own_calls_and_nobody_elses(run):
    """Sent in one write: a good call, one refused as it is bound, as it runs, as it is parsed, by its claims, and good ones."""

    async def scenario(gateway):
        def member(*call, claims: tuple = NOBODY) -> asyncio.Future:
            return ask(gateway, *call, role="member", claims=claims)

        await member("select 1")  # a link is there
        return await outcomes(
            member("select $1::integer + 1", b"1"),
            member("select $1::integer + 1", b"x"),
            member("select 1 / $1::integer", b"0"),
            member("select nonsense"),
            member("select $1::integer + 1", b"2", claims=STRANGER),
            member("select $1::integer + 1", b"3"),
            member("select null::text"),
            member("select"),
            member("select 1 where false"),
            member("select 1, null, 'x'"),
        )

    assert run(scenario) == [(b"2",), "22P02", "22012", "42703", "PT401", (b"4",), (None,), (), (), (b"1", None, b"x")]


def test_refused_claims_leave_the_statement_prepared_for_those_behind(run):
    async def scenario(gateway):
        await ask(gateway, "select 1", role="member")
        rounds = []
        for n in range(9):
            refused = [ask(gateway, f"select {n}", role="member", claims=STRANGER) for _ in range(5)]
            rounds.append(await outcomes(*refused, ask(gateway, f"select {n}", role="member")))
        return rounds

    assert run(scenario) == [["PT401"] * 5 + [(b"%d" % n,)] for n in range(9)]


def test_a_constraint_that_fails_at_the_commit_fails_the_call(run, table):
    async def scenario(gateway):
        insert = "insert into api.tried values ($1) returning n"
        return await outcomes(
            ask(gateway, insert, b"2", kind="write"), ask(gateway, insert, b"1", kind="write"), ask(gateway, insert, b"3", kind="write")
        )

    assert run(scenario) == [(b"2",), "23505", (b"3",)]
    assert [row[0] for row in table.execute("select n from api.tried order by n")] == [1, 2, 3]


def test_a_read_lane_writes_nothing(run, table):
    assert run(lambda gateway: outcome(ask(gateway, "insert into api.tried values (5) returning n"))) == "25006"


def test_a_role_cannot_be_left(run):
    async def scenario(gateway):
        return await outcomes(ask(gateway, "select current_user::text"), ask(gateway, "select count(*) from app.account"))

    assert run(scenario) == [(b"anonymous",), "42501"]


def test_calls_that_nobody_waits_for_disturb_nobody(run):
    async def scenario(gateway):
        calls = [ask(gateway, "select $1::text", b"%d" % n) for n in range(100)]
        for call in calls[::2]:
            call.cancel()
        return await outcomes(*calls[1::2])

    assert run(scenario) == [(b"%d" % n,) for n in range(1, 100, 2)]


def test_many_calls_share_few_connections(run):
    async def scenario(gateway):
        answers = await outcomes(*(ask(gateway, "select $1::integer", b"%d" % n) for n in range(500)))
        (lane,) = gateway.lanes()
        assert lane.in_flight == 0 and not lane.waiting
        return answers, len(lane.links)

    answers, links = run(scenario)
    assert answers == [(b"%d" % n,) for n in range(500)]
    assert links <= 2 + module.SPARE["read"]


def test_what_does_not_fit_into_the_queue_is_refused(run, monkeypatch):
    monkeypatch.setattr(module, "QUEUE_LENGTH", 10)

    async def scenario(gateway):
        return await outcomes(*(ask(gateway, "select 'x' from pg_sleep(0.2)", kind="write") for _ in range(50)))

    answers = run(scenario)
    assert answers.count((b"x",)) == 10, "those that found a place: none was connected yet"
    assert answers.count(503) == 40


def test_what_waits_too_long_is_refused(run, monkeypatch):
    monkeypatch.setattr(module, "QUEUE_SECONDS", 0.5)

    async def scenario(gateway):
        return await outcomes(*(ask(gateway, "select 'x' from pg_sleep(1.5)", kind="write") for _ in range(8)))

    answers = run(scenario)
    assert sorted(map(str, answers)) == ["(b'x',)"] * 4 + ["503"] * 4


def test_answers_and_questions_larger_than_any_buffer_pass(run):
    async def scenario(gateway):
        big = b"x" * 4_000_000
        answers = await asyncio.gather(*(ask(gateway, "select $1::text || $1::text", big) for _ in range(8)))
        return {len(answer[0]) for answer in answers}

    assert run(scenario) == {8_000_000}


def test_fast_calls_behind_a_slow_one_are_answered_elsewhere(run):
    async def scenario(gateway):
        await ask(gateway, "select 1")
        slow = ask(gateway, "select 'slow' from pg_sleep(2)")
        fast = [ask(gateway, "select $1::text", b"fast") for _ in range(20)]
        assert await outcomes(*fast) == [(b"fast",)] * 20
        assert not slow.done()
        return await slow

    assert run(scenario) == (b"slow",)


def test_a_statement_that_ran_into_the_timeout_is_kept_apart_until_it_is_fast_again(run, monkeypatch):
    monkeypatch.setitem(module.STATEMENT_TIMEOUT_MS, "read", 500)

    async def scenario(gateway):
        sometimes_slow = "select 'x' from pg_sleep($1::float)"
        assert await outcome(ask(gateway, sometimes_slow, b"60")) == "57014"
        assert list(gateway.late) == [sometimes_slow.encode()]
        assert await ask(gateway, sometimes_slow, b"0") == (b"x",)
        assert {(lane.role, lane.kind) for lane in gateway.lanes()} == {("anonymous", "read"), ("anonymous", "slow")}
        return gateway.late

    assert run(scenario) == {}


def test_a_connection_that_ends_before_its_first_call_loses_no_call(run, monkeypatch):
    opened = module.Lane._open

    async def open_and_lose(lane):
        link = await opened(lane)
        link.lose()
        return link

    async def scenario(gateway):
        with monkeypatch.context() as patch:
            patch.setattr(module.Lane, "_open", open_and_lose)
            assert await outcome(ask(gateway, "select 1")) == 503
        await asyncio.sleep(module.LONGEST_PAUSE)
        return await outcome(ask(gateway, "select 1"))

    assert run(scenario) == (b"1",)


@pytest.mark.parametrize(("kind", "told"), [("write", 503), ("read", (b"x",))])
def test_a_lost_answer_is_asked_for_again_only_where_nothing_could_happen_twice(run, fragile, kind, told):
    def terminate_the_sleeping():
        with fragile.connect() as connection:
            while not connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'").fetchall():
                pass

    async def scenario(gateway):
        call = ask(gateway, "select 'x' from pg_sleep(1)", kind=kind)
        await asyncio.to_thread(terminate_the_sleeping)
        return await outcome(call)

    assert run(scenario) == told


def test_a_function_made_anew_is_called_although_every_connection_had_prepared_the_old_one(run, fragile, monkeypatch):
    pick = module.Lane._pick

    def pick_in_turn(lane, now):
        lane.links[:] = lane.links[1:] + lane.links[:1]
        return pick(lane, now)

    def make(connection, argument: str) -> None:
        connection.execute("drop function if exists api.made_anew")
        connection.execute(f"create function api.made_anew({argument}) returns text language plpgsql stable as $$ begin return a; end $$")
        connection.execute("grant execute on function api.made_anew to anonymous")

    async def scenario(gateway):
        statement = "select api.made_anew(a => $1) from pg_sleep(0.2)"
        assert await outcomes(*(ask(gateway, statement, b"1", kind="write") for _ in range(4))) == [(b"1",)] * 4
        (lane,) = gateway.lanes()
        assert [list(link._prepared) for link in lane.links] == [[statement.encode()]] * 4
        with fragile.connect() as connection:
            make(connection, "a text")
        return await outcome(ask(gateway, statement, b"2", kind="write"))

    monkeypatch.setattr(module.Lane, "_pick", pick_in_turn)
    with fragile.connect() as connection:
        make(connection, "a integer")
    try:
        assert run(scenario) == (b"2",)
    finally:
        with fragile.connect() as connection:
            connection.execute("drop function api.made_anew")


def test_a_call_that_cannot_be_sent_fails_alone(run):
    async def scenario(gateway):
        await ask(gateway, "select 1")
        bad = ask(gateway, "select $1::text", "not bytes")
        good = [ask(gateway, "select $1::text", b"good") for _ in range(3)]
        with pytest.raises(TypeError):
            await bad
        return await outcomes(*good)

    assert run(scenario) == [(b"good",)] * 3


def test_at_the_end_whoever_waits_is_told(run):
    async def scenario(gateway):
        calls = [ask(gateway, "select 'x' from pg_sleep(1)", kind="write") for _ in range(6)]
        await asyncio.sleep(0)
        await gateway.close()
        return await outcomes(*calls)

    assert run(scenario) == [503] * 6


def test_a_deadlocks_victim_is_tried_again(run, fragile):
    with fragile.connect() as connection:
        connection.execute("create table api.locked (n integer primary key, v integer)")
        connection.execute("insert into api.locked values (1, 0), (2, 0)")
        connection.execute("grant select, update on api.locked to anonymous")
        connection.execute(
            "create function api.lock_both(a integer, b integer) returns void language plpgsql as"
            " $$ begin update api.locked set v = v + 1 where n = a; perform pg_sleep(0.3);"
            " update api.locked set v = v + 1 where n = b; end $$"
        )
        connection.execute("grant execute on function api.lock_both to anonymous")
        try:

            async def scenario(gateway):
                return await outcomes(*(ask(gateway, f"select api.lock_both({pair})", kind="write") for pair in ("1, 2", "2, 1")))

            assert run(scenario) == [(b"",), (b"",)]
            assert connection.execute("select v from api.locked").fetchall() == [(2,), (2,)]
        finally:
            connection.execute("drop function api.lock_both")
            connection.execute("drop table api.locked")
