"""Analysts, over logins of their own: what the questions of docs/analysts.md answer on made-up data, compared with what the
rows of that data say; and what no login of theirs does, whatever it says it is."""

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean
from xml.etree import ElementTree

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from db.analyst import CONNECTIONS, LIMITS, connect, drop_analyst, make_analyst
from db.cluster import ROOT, SetupError
from db.report import ask, page, write_report
from db.seed import Dataset, Row
from tests.support.system import System

QUESTION = re.compile(r"^### ([^\n]+)\n(?:(?!#)[^\n]*\n)*?```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DAY = timedelta(days=1)


class Analysts:
    """A database of made-up data, and logins for it."""

    def __init__(self, system: System, directory: Path):
        self.system, self.directory = system, directory
        self.data: Dataset | None = None

    def login(self, name: str, reseller: str | None = None) -> str:
        """The password of a new login, or the new one of one that is there."""
        file = self.directory / f"{name}.password"
        make_analyst(self.system.target, name, reseller, str(file))
        return file.read_text().strip()

    def connect(self, name: str, password: str) -> psycopg.Connection:
        return connect(self.system.target, name, password)

    def reseller(self, number: int) -> tuple[str, str]:
        """Its account and its address."""
        account = self.data.rows["app.reseller"][number]["account_id"]
        return str(account), next(row["email"] for row in self.data.rows["app.account_email"] if row["account_id"] == account)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    system = System()
    try:
        system.create().deploy()
        yield Analysts(system, tmp_path_factory.mktemp("analysts"))
    finally:
        system.close()


@pytest.fixture(scope="module")
def analysts(empty):
    with empty.system.connect() as connection:
        (now,) = connection.execute("select now()").fetchone()
        empty.data = Dataset(now)
        empty.data.write(connection)
        assert connection.execute("select private.credits_audit()").fetchone()[0]["problems"] == []
    return empty


@pytest.fixture(scope="module")
def staff(analysts):
    with analysts.connect("ada", analysts.login("ada")) as connection:
        yield connection


@pytest.fixture(scope="module")
def rita(analysts):
    with analysts.connect("rita", analysts.login("rita", analysts.reseller(1)[1])) as connection:
        yield connection


# -- what the answers must be, from the rows themselves


def users(data: Dataset) -> list[Row]:
    return [row for row in data.rows["app.account"] if row["role"] == "user"]


def by_account(rows: list[Row]) -> dict[object, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row["account_id"]].append(row)
    return found


def ends(row: Row, now: datetime) -> datetime | None:
    """When a subscription stopped giving its plan."""
    if row["status"] == "incomplete_expired":
        return row["created_at"]
    if row["status"] == "past_due":
        over = row["past_due_since"] + 7 * DAY
        return over if over <= now else None
    if row["status"] == "canceled":
        return row["updated_at"]
    return row["current_period_end"] if row["source"] == "reseller" and row["current_period_end"] <= now else None


def paid_from(row: Row, now: datetime) -> datetime | None:
    begins = row["trial_end"] or row["created_at"]
    return begins if row["status"] != "incomplete_expired" and begins < (ends(row, now) or now) else None


def plan_of(subscriptions: list[Row], now: datetime) -> str:
    return next((row["plan"] for row in subscriptions if ends(row, now) is None), "free")  # nobody has two


def viewings(data: Dataset) -> list[tuple[datetime, Row, bool, int | None]]:
    """When, of what, whether finished, how long."""
    lengths = {(row["profile_id"], row["item"]): row["duration_ms"] for row in data.rows["app.progress"]}
    finished = [(row["finished_at"], row, True, lengths[row["profile_id"], row["item"]] or None) for row in data.rows["app.history"]]
    begun = [(row["event_at"], row, False, row["position_ms"]) for row in data.rows["app.progress"] if not row["completed"]]
    return [*finished, *begun]


def recent(day, now: datetime) -> bool:
    return now.date() - 28 * DAY <= day <= now.date() - DAY


def accounts_by_plan(data, now):
    subscriptions, sold = by_account(data.rows["app.subscription"]), {row["account_id"] for row in data.rows["app.account_reseller"]}
    plans = [
        (plan_of(subscriptions[row["account_id"]], now), row["account_id"] in sold) for row in users(data) if row["status"] == "active"
    ]
    counted = [(plan, sum(p == plan for p, _ in plans), plans.count((plan, True))) for plan in {plan for plan, _ in plans}]
    return sorted(counted, key=lambda row: (-row[1], row[0]))


def subscriptions_by_month(data, now):
    found = {}
    first = {}
    for row in data.rows["app.subscription"]:
        if ends(row, now) != row["created_at"]:
            first[row["plan"]] = min(first.get(row["plan"], now.date()), row["created_at"].date())
    for plan, day in first.items():
        while day <= now.date():
            if day == now.date() or (day + DAY).day == 1:
                found[day, plan] = sum(
                    row["plan"] == plan
                    and row["created_at"].date() <= day
                    and ends(row, now) != row["created_at"]
                    and not (ends(row, now) and ends(row, now).date() <= day)
                    for row in data.rows["app.subscription"]
                )
            day += DAY
    return [(day, plan, count) for (day, plan), count in sorted(found.items())]


def won_and_lost(data, now):
    lived = [(row["created_at"], ends(row, now)) for row in data.rows["app.subscription"] if ends(row, now) != row["created_at"]]
    won = Counter(begun.date().replace(day=1) for begun, _ in lived)
    lost = Counter(ended.date().replace(day=1) for _, ended in lived if ended)
    month, rows = min(won), []
    while month <= now.date():
        rows.append((month, won[month], lost[month]))
        month = (month + 32 * DAY).replace(day=1)
    return rows


def activity(data, now):
    days = [row["profile_id"] for row in data.rows["app.profile_day"] if recent(row["day"], now)]
    monthly, daily = len(set(days)), len(days) / 28
    return [(monthly, pytest.approx(daily), pytest.approx(daily / monthly))]


def came_back(data, now):
    days = defaultdict(set)
    for row in data.rows["app.profile_day"]:
        days[row["account_id"]].add(row["day"])
    cohorts = defaultdict(list)
    for row in users(data):
        signed_up = row["created_at"].date()
        if signed_up < now.date() - 60 * DAY:
            back = any(signed_up + 30 * DAY <= day <= signed_up + 59 * DAY for day in days[row["account_id"]])
            cohorts[signed_up.replace(day=1)].append(back)
    return [(month, len(backs), sum(backs)) for month, backs in sorted(cohorts.items())]


def watched_by_kind(data, now):
    lengths = defaultdict(list)
    for at, row, _, length in viewings(data):
        if recent(at.date(), now):
            lengths[row["kind"]].append(length)
    rows = []
    for kind, found in lengths.items():
        timed = [length for length in found if length is not None]
        rows.append((kind, len(found), sum(timed) / 3_600_000, round(100 * len(timed) / len(found), 1)))
    return [
        (kind, count, pytest.approx(hours, abs=0.051), percent) for kind, count, hours, percent in sorted(rows, key=lambda row: -row[2])
    ]


def films(data, now):
    watched, seen_by, names = Counter(), defaultdict(set), {item.key: item.title for item in data.items}
    keys = {(row["profile_id"], row["item"]): row["match_key"] for row in data.rows["app.history"]}
    for _, row, _, length in viewings(data):
        key = row.get("match_key") or keys.get((row["profile_id"], row["item"])) or "tmdb:movie:" + row["item"].rpartition("-")[2]
        if row["kind"] == "movie" and key in names:
            watched[key] += length
            seen_by[key].add(row["account_id"])
    rows = [(key, names[key], len(seen_by[key]), ms / 3_600_000) for key, ms in watched.items() if len(seen_by[key]) >= 5]
    return [
        (key, name, count, pytest.approx(hours, abs=0.051))
        for key, name, count, hours in sorted(rows, key=lambda row: (-row[3], row[0]))[:10]
    ]


def hours(data, now):
    return sorted(Counter(at.hour for at, *_ in viewings(data)).items())


def funnel(data, now):
    subscriptions, sold = by_account(data.rows["app.subscription"]), {row["account_id"] for row in data.rows["app.account_reseller"]}
    rows = []
    for channel in ("reseller", "signup"):
        accounts = [row for row in users(data) if (row["account_id"] in sold) == (channel == "reseller")]
        waits = sorted(
            min(paid) - row["created_at"]
            for row in accounts
            if (paid := [at for s in subscriptions[row["account_id"]] if (at := paid_from(s, now))])
        )
        rows.append((channel, len(accounts), len(waits), waits[(len(waits) + 1) // 2 - 1]))
    return rows


def at_the_limit(data, now):
    limits = {"free": 2, "basic": 5, "premium": 10}
    subscriptions = by_account(data.rows["app.subscription"])
    devices = Counter(row["account_id"] for row in data.rows["app.session"] if row["expires_at"] > now)
    plans = [(plan_of(subscriptions[row["account_id"]], now), devices[row["account_id"]]) for row in users(data)]
    return [
        (plan, sum(p == plan for p, _ in plans), sum(p == plan and used >= limits.get(plan, 1000) for p, used in plans))
        for plan in sorted({plan for plan, _ in plans})
    ]


def playlists(data, now):
    found = defaultdict(list)
    for row in data.rows["app.playlist"]:
        if row["kind"] == "xtream":
            state = re.search(r'"state": "(\w+)"', row["status"] or "")
            found[state[1] if state else "never checked"].append(row["account_id"])
    return sorted(((state, len(of), len(set(of))) for state, of in found.items()), key=lambda row: (-row[1], row[0]))


def offline(data, now):
    days = defaultdict(list)
    for row in data.rows["app.sync_op"]:
        if recent(row["created_at"].date(), now):
            days[row["created_at"].date()].append(row["account_id"])
    sizes = [len(of) for of in days.values()]
    return [(sum(sizes), max(sizes), pytest.approx(mean(len(set(of)) for of in days.values()), abs=0.051))]


def together(data, now):
    parties = [row for row in data.rows["app.party_past"] if row["members"] > 1 and row["started_at"] >= now - 90 * DAY]
    lengths = sorted(row["ended_at"] - row["started_at"] for row in parties)
    accounts = len({row["account_id"] for row in parties})
    return [
        (len(parties), pytest.approx(mean(row["members"] for row in parties), abs=0.0051), accounts, lengths[(len(lengths) + 1) // 2 - 1])
    ]


def sales(data, now, only: str | None = None):
    sold = defaultdict(list)
    for row in data.rows["app.ledger_entry"]:
        if row["transaction_type"] in ("client_created", "client_renewed") and only in (None, str(row["account_id"])):
            words = re.fullmatch(r"(?:A client: )?(\w+), months: (\d+)", row["description"])
            sold[str(row["account_id"]), words[1] if words else "free"].append((int(words[2]) if words else 0, -row["amount"]))
    return [(*key, len(of), sum(m for m, _ in of), sum(c for _, c in of)) for key, of in sorted(sold.items())]


def running_out(data, now, only: str | None = None):
    soon = [
        (row["expires_at"], row["client_id"], row["plan"])
        for row in data.rows["app.reseller_client"]
        if row["expires_at"] != "infinity"
        and now < row["expires_at"] < now + 14 * DAY
        and not row["suspended_at"]
        and only in (None, str(row["account_id"]))
    ]
    return [(str(client), plan, at) for at, client, plan in sorted(soon)]


def credits_last(data, now, only: str | None = None):
    spent = Counter()
    for row in data.rows["app.ledger_entry"]:
        if row["transaction_type"] in ("client_created", "client_renewed") and row["created_at"].date() > now.date() - 28 * DAY:
            spent[row["account_id"]] -= row["amount"]
    rows = [(str(row["account_id"]), row["credits_balance"], spent[row["account_id"]] / 28) for row in data.rows["app.reseller"]]
    return [(account, balance, pytest.approx(rate)) for account, balance, rate in sorted(rows) if only in (None, account)]


ANSWERS: dict[str, Callable] = {
    "How many accounts are on which plan?": accounts_by_plan,
    "How many subscriptions were in force at the end of each month?": subscriptions_by_month,
    "How many paying subscriptions does a month win and lose?": won_and_lost,
    "How many profiles are active on a day, and in a month?": activity,
    "Who comes back in the second month?": came_back,
    "How much is watched of each kind?": watched_by_kind,
    "Which films are watched most?": films,
    "At which hour do people watch?": hours,
    "How many of those who sign up pay in the end, and after how many days?": funnel,
    "Which plans' limits on devices are reached?": at_the_limit,
    "Which playlists stopped working?": playlists,
    "How much do devices change while they are offline?": offline,
    "How many watch together, and for how long?": together,
    "What do resellers sell?": sales,
    "Whose term runs out in the next two weeks?": running_out,
    "How long will the credits last?": credits_last,
}
QUESTIONS = dict(QUESTION.findall((ROOT / "docs/analysts.md").read_text()))


def plain(value):
    """Ids as text, numbers as numbers, as the rows have them."""
    return float(value) if type(value).__name__ == "Decimal" else str(value) if type(value).__name__ == "UUID" else value


def answer(connection: psycopg.Connection, query: str) -> tuple[list[tuple], datetime]:
    with connection.transaction():
        (now,) = connection.execute("select now()").fetchone()
        return [tuple(map(plain, row)) for row in connection.execute(query)], now


def test_the_page_has_a_dozen_questions_that_are_answered_here():
    assert QUESTIONS.keys() == ANSWERS.keys() and len(QUESTIONS) >= 12


@pytest.mark.parametrize("question", ANSWERS)
def test_a_question_is_answered_as_the_rows_say(analysts, staff, question):
    found, now = answer(staff, QUESTIONS[question])
    assert found, "an empty answer shows nothing"
    assert found == ANSWERS[question](analysts.data, now)


@pytest.mark.parametrize(
    "question", ["What do resellers sell?", "Whose term runs out in the next two weeks?", "How long will the credits last?"]
)
def test_a_resellers_analyst_is_answered_of_its_reseller(analysts, rita, question):
    found, now = answer(rita, QUESTIONS[question])
    assert found == ANSWERS[question](analysts.data, now, analysts.reseller(1)[0])


# -- what they do not see, and do not do

FORGERIES = [
    "set request.account_id = '{other}'",
    """set request.jwt.claims = '{{"sub": "{other}", "role": "admin"}}'""",
    "select set_config('request.account_id', '{other}', false), set_config('request.role', 'admin', false)",
    "set role analyst_reseller",
    "set role analyst",
    "set search_path = app, private, analytics",
    "set row_security = on",
    "set application_name = 'postgres'",
]
REFUSED_FORGERIES = [
    "set session authorization postgres",
    "set session authorization syncstream_api",
    "set role postgres",
    "set role syncstream",
    "set role gatekeeper",
    "set role admin",
    "set role analyst_staff",
    "alter role eve superuser",
    "alter role eve bypassrls",
    "grant analyst_staff to eve",
    "grant gatekeeper to eve",
    "insert into private.analyst_login values ('eve', '{other}')",
    "update private.analyst_login set account_id = '{other}'",
    "select private.analyst_reseller_id()",
    "select http.begin_request('{other}', null, 'admin', null, null, null, null)",
]


def seen(connection: psycopg.Connection) -> list:
    """Everything of the views that a reseller's analysts have."""
    views = {"reseller": "reseller_id", "client": "client_id", "ledger": "reseller_id, seq", "sales_day": "reseller_id, day"}
    return [connection.execute(f"select * from analytics.{view} order by {order}").fetchall() for view, order in views.items()]


def test_claims_change_nothing(analysts):
    account, email = analysts.reseller(1)
    other = analysts.reseller(0)[0]
    with analysts.connect("eve", analysts.login("eve", email)) as connection:
        before = seen(connection)
        assert [str(row[0]) for row in before[0]] == [account] and all(before)
        for forgery in FORGERIES:
            connection.execute(forgery.format(other=other))
            if forgery == "set role analyst":  # which by itself reads nothing of anybody's
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    seen(connection)
                connection.execute("reset role")
            assert seen(connection) == before, forgery
        connection.execute("set default_transaction_read_only = off")
        for forgery in REFUSED_FORGERIES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forgery.format(other=other))
            assert seen(connection) == before, forgery


def test_claims_at_the_door_change_nothing(analysts):
    """Settings that come with the connection."""
    account, email = analysts.reseller(1)
    other = analysts.reseller(0)[0]
    password = analysts.login("eve", email)
    where = f"{address_of(analysts, 'eve')} password={password}"
    with psycopg.connect(f"{where} options='-c request.account_id={other} -c role=analyst_reseller'", autocommit=True) as connection:
        assert [str(row[0]) for row in seen(connection)[0]] == [account]
    for options in ("-c role=postgres", "-c session_authorization=postgres", "-c temp_file_limit=-1"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"{where} options='{options}'")


WRITES = [
    "create table mine (a integer)",
    "create table analytics.mine (a integer)",
    "create table public.mine (a integer)",
    "create temporary table mine (a integer)",
    "create schema mine",
    "create view analytics.mine as select 1",
    "create function analytics.mine() returns integer language sql return 1",
    "create function pg_temp.mine() returns integer language sql return 1",
    "create extension dblink",
    "create role mine",
    "create database mine",
    "create publication mine",
    "alter view analytics.plan set (security_invoker = false)",
    "comment on view analytics.plan is 'mine'",
    "drop view analytics.plan",
    "truncate app.account",
    "insert into app.account (email) values ('a@example.com')",
    "insert into analytics.reseller (reseller_id) values (gen_random_uuid())",
    "update analytics.device set expires_at = 'infinity'",
    "delete from analytics.device",
    "delete from analytics.client",
    "update analytics.profile_day set day = day",
    "do 'begin lock table analytics.device in row share mode; end'",
    "select lo_create(0)",
    "select lo_from_bytea(0, 'mine')",
    "select pg_advisory_lock(1)",
    "select pg_try_advisory_xact_lock('private.vault'::regclass::oid::bigint)",
    "copy (select 1) to '/tmp/mine'",
    "copy (select 1) to program 'id'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select lo_import('/etc/passwd')",
    "select api.auth_login('a@example.com', 'x')",
    "select private.vault_key('x')",
    "select * from sqitch.changes",
    "select * from http.endpoint",
    "select * from pg_authid",
    "select * from app.account_email",
    "select * from app.viewing",
    "set temp_file_limit = -1",
    "set log_statement = 'none'",
    "alter role {name} set temp_file_limit = -1",
    "alter role {name} connection limit -1",
    "select pg_reload_conf()",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'",
    "vacuum app.account",
    "checkpoint",
]


@pytest.mark.parametrize("who", ["ada", "rita"])
def test_nothing_is_written_in_any_mode(analysts, staff, rita, who):
    connection = {"ada": staff, "rita": rita}[who]
    connection.execute("set default_transaction_read_only = off")
    carried_out = []
    for statement in WRITES:
        try:
            connection.execute(statement.format(name=who))
            carried_out.append(statement)
        except psycopg.errors.InsufficientPrivilege:
            pass
    connection.execute("reset default_transaction_read_only")
    assert not carried_out


def test_the_login_itself_begins_in_read_only_transactions_and_with_its_limits(staff):
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        staff.execute("create temporary table mine (a integer)")
    for setting, value in LIMITS.items():
        assert staff.execute("select current_setting(%s)", [setting]).fetchone() == (value,)


def test_statistics_and_plans_tell_no_titles(staff):
    """The planner's samples hold values of all rows; pg_stats shows them to whoever passes the policies by."""
    assert staff.execute("select count(*) from pg_stats where schemaname in ('app', 'private')").fetchone() == (0,)
    plan = "\n".join(
        row[0] for row in staff.execute("explain (analyze, verbose) select * from analytics.title where title like 'Holiday%'")
    )
    assert "GroupAggregate" in plan and "Holiday " not in plan
    assert staff.execute("select count(*) from analytics.title where title like 'Holiday%' or match_key like 'title:%'").fetchone() == (0,)


def test_no_answer_holds_an_address(analysts, staff, rita):
    for connection in (staff, rita):
        for (view,) in connection.execute("select relname from pg_class where relnamespace = 'analytics'::regnamespace").fetchall():
            if connection.execute("select has_table_privilege(%s, 'select')", [f"analytics.{view}"]).fetchone()[0]:
                rows = connection.execute(f"select v::text from analytics.{view} v").fetchall()
                assert rows and not any("@" in text or "panel.example" in text or "device-" in text for (text,) in rows), view


def test_notifications_of_an_analysts_are_believed_by_nobody(system, tmp_path):
    """Nothing can forbid NOTIFY: the API reads its routes again, and goes on."""
    file = tmp_path / "password"
    make_analyst(system.target, "noisy", None, str(file))
    try:
        with connect(system.target, "noisy", file.read_text().strip()) as connection:
            for payload in ("", "nonsense", "x" * 7999):
                connection.execute("select pg_notify('http_routes', %s)", [payload])
        for _ in range(20):
            assert system.client().get("/v1/plans").status_code == 200
    finally:
        drop_analyst(system.target, "noisy")


# -- making and dropping logins


def address_of(analysts: Analysts, name: str) -> str:
    where = conninfo_to_dict(analysts.system.target.conninfo)
    return f"host=127.0.0.1 port={where['port']} dbname={where['dbname']} user={name}"


def make(analysts: Analysts, **variables: str) -> subprocess.CompletedProcess:
    """As `make analyst` does it."""
    environment = {**os.environ, "SYNCSTREAM_HOME": str(analysts.system.home), **variables}
    return subprocess.run([sys.executable, "-m", "db.manage", "analyst"], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_the_printed_command_connects_with_the_printed_password(analysts):
    done = make(analysts, NAME="grace")
    assert done.returncode == 0, done.stderr
    password = re.search(r"shown this once: (\S+)", done.stdout)[1]
    command = re.search(r"^ +(psql .*)$", done.stdout, re.MULTILINE)[1]
    found = subprocess.run(
        ["bash", "-c", f"{command} -X -At -c 'select count(*) > 0 from account'"],
        env={"PATH": os.environ["PATH"], "PGPASSWORD": password},
        capture_output=True,
        text=True,
    )
    assert (found.stdout, found.stderr) == ("t\n", "")
    assert password not in analysts.system.cluster.log.read_text()
    assert make(analysts, NAME="grace", DROP="1").stdout == "grace is gone.\n"
    with pytest.raises(psycopg.OperationalError):
        analysts.connect("grace", password)


def test_again_is_a_new_password_and_the_end_of_the_old_ones_sessions(analysts):
    old = analysts.login("grace")
    connection = analysts.connect("grace", old)
    new = analysts.login("grace")
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select 1").fetchall()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        analysts.connect("grace", old)
    open_ = [analysts.connect("grace", new) for _ in range(CONNECTIONS)]
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        analysts.connect("grace", new)
    for connection in open_:
        connection.close()
    drop_analyst(analysts.system.target, "grace")


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "Say who"),
        ({"NAME": "Robert'); drop role"}, "Choose a name"),
        ({"NAME": "postgres"}, "There is a role postgres already, and it is no analyst's"),
        ({"NAME": "syncstream_api"}, "There is a role syncstream_api already"),
        ({"NAME": "analyst_staff"}, "There is a role analyst_staff already"),
        ({"NAME": "mallory", "RESELLER": "nobody@example.com"}, "nobody@example.com is not a reseller's address"),
        ({"NAME": "rita"}, "rita is an analyst of the reseller"),
        ({"NAME": "ada", "RESELLER": "{reseller}"}, "ada is an analyst of the staff already"),
        ({"NAME": "syncstream_api", "DROP": "1"}, "There is no analyst syncstream_api"),
    ],
)
def test_what_is_no_analyst_is_left_alone(analysts, staff, rita, variables, message):
    given = {name: value.format(reseller=analysts.reseller(0)[1]) for name, value in variables.items()}
    done = make(analysts, **given)
    assert done.returncode == 1 and message in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def test_a_login_stays_its_resellers(analysts, rita):
    with pytest.raises(SetupError, match="already"):
        make_analyst(analysts.system.target, "rita", analysts.reseller(0)[1], None)
    assert [str(row[0]) for row in seen(rita)[0]] == [analysts.reseller(1)[0]]


# -- the report


@pytest.fixture
def report(analysts, tmp_path):
    write_report(analysts.system.target, tmp_path / "report.html")
    return (tmp_path / "report.html").read_text()


def test_the_report_shows_what_the_rows_say(analysts, report):
    now = analysts.data.now
    assert f"<b>{len(users(analysts.data))}</b>accounts" in report
    paying = sum(count for plan, count, _ in accounts_by_plan(analysts.data, now) if plan != "free")
    suspended = sum(row["status"] == "suspended" for row in users(analysts.data))
    assert paying <= int(re.search(r"<b>(\d+)</b>of them on a paid plan", report)[1]) <= paying + suspended
    best = films(analysts.data, now)[0]
    assert best[1] in report
    assert "Nothing yet" not in report and report.count("<svg") == 6


def test_the_report_is_one_file_that_a_browser_reads(report):
    for drawing in re.findall(r"<svg.*?</svg>", report, re.DOTALL):
        ElementTree.fromstring(drawing)
    assert not re.search(r"https?://|<script|<link|<img|@import|url\(", report)
    assert "@seed.example" not in report


def test_the_report_of_nothing(tmp_path):
    system = System()
    try:
        system.create().deploy()
        write_report(system.target, tmp_path / "report.html")
    finally:
        system.close()
    assert (tmp_path / "report.html").read_text().count("Nothing yet") == 10


def test_the_report_quotes_what_people_typed(analysts):
    """A title is whatever a playlist calls it."""
    with analysts.system.connect() as connection:
        found, at = ask(connection)
    found["titles"] = [("<script>alert(1)</script>", "live", 5, 1.0)]
    text = page(found, at, "x")
    assert "&lt;script&gt;" in text and "<script" not in text
