"""A year of made-up accounts, resellers and viewings: for tests, for the report, for trying out queries (`make seed`).

`Dataset` makes rows in memory, the same ones for the same arguments, and keeps them: a test computes what a query must
answer from the rows themselves. `write` copies them into an empty or used database. Nobody can sign in to the accounts.
"""

import json
import os
import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg import Connection, sql

from db.cluster import SetupError
from db.deployment import Target

Row = dict[str, Any]
DAY = timedelta(days=1)
MINUTE = 60_000  # in milliseconds
PLANS = {"basic": 0.55, "premium": 0.35, "ultimate": 0.1}
CREDITS = {"free": 1000, "basic": 1000, "premium": 2000, "ultimate": 4000}
# Parents before what refers to them.
TABLES = (
    "app.account",
    "app.account_email",
    "app.account_counter",
    "app.profile",
    "app.profile_day",
    "app.session",
    "app.playlist",
    "app.subscription",
    "app.progress",
    "app.history",
    "app.sync_op",
    "app.party_past",
    "app.reseller",
    "app.reseller_client",
    "app.account_reseller",
    "app.ledger_entry",
)
WORDS = (
    ("The Quiet", "Last", "Northern", "A Distant", "Seven", "The Glass", "Slow", "Red", "The Long", "Paper"),
    ("Harbour", "Winter", "Orchard", "Signal", "Bridges", "Garden", "Train", "Lighthouse", "Summer", "Letters", "Islands"),
)


class Item:
    """Something to watch: the same on every playlist."""

    def __init__(self, kind: str, key: str, title: str, minutes: int, ids: Row, series: Row | None = None):
        self.kind, self.key, self.title, self.minutes, self.ids, self.series = kind, key, title, minutes, ids, series


def catalogue(chance: random.Random) -> list[Item]:
    """Films, series and channels; the ids are nobody's."""
    names = [f"{first} {second}" for first in WORDS[0] for second in WORDS[1]]
    chance.shuffle(names)
    items = [
        Item("movie", f"tmdb:movie:{9_000_000 + n}", name, chance.randint(78, 155), {"tmdb": 9_000_000 + n})
        for n, name in enumerate(names[:60])
    ]
    for n, name in enumerate(names[60:75]):
        number, minutes = 9_500_000 + n, chance.choice((24, 42, 52))
        for season in range(1, chance.randint(2, 4)):
            for episode in range(1, 9):
                key, series = f"tmdb:tv:{number}:{season}:{episode}", {"season": season, "episode": episode}
                items.append(Item("episode", key, f"{name} S{season:02}E{episode:02}", minutes, {"tmdb": number}, series))
    items += [Item("live", f"tvg:channel{n}.example", f"Channel {n}", 0, {"tvg": f"channel{n}.example"}) for n in range(1, 21)]
    chance.shuffle(items)
    return items


class Dataset:
    """`accounts` households and a few resellers, over the `days` before `now`; `scale` times the usual viewings."""

    def __init__(self, now: datetime, accounts: int = 300, days: int = 365, seed: int = 7, scale: float = 1.0):
        self.now, self.days, self.scale = now.astimezone(UTC).replace(microsecond=0), days, scale
        self.chance = random.Random(seed)
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.items = catalogue(self.chance)
        self.weights = [1 / (rank + 3) for rank in range(len(self.items))]
        self.sales: dict[uuid.UUID, list[tuple[datetime, str, int, str, uuid.UUID | None]]] = defaultdict(list)
        self.resellers = [self.reseller(n) for n in range(4)]
        for _ in range(accounts):
            self.household()
        self.post_ledgers()

    # -- what there is of each

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def add(self, table: str, **row: Any) -> Row:
        self.rows[table].append(row)
        return row

    def account(self, created_at: datetime, role: str = "user") -> uuid.UUID:
        account, email = self.id(), f"seed-{self.chance.getrandbits(48):012x}@seed.example"
        status = "suspended" if role == "user" and self.chance.random() < 0.01 else "active"
        self.add("app.account", account_id=account, email=email, role=role, status=status, created_at=created_at)
        self.add("app.account_email", email=email, account_id=account)
        self.add("app.account_counter", account_id=account, rev=1_000_000)
        return account

    def reseller(self, number: int) -> uuid.UUID:
        created_at = self.now - self.days * DAY + number * 20 * DAY
        account = self.account(created_at, "reseller")
        parent = self.resellers_so_far[0] if number == 3 else None
        self.add(
            "app.reseller",
            account_id=account,
            parent_id=parent,
            credits_balance=0,
            entries=0,
            clients=0,
            resellers=0,
            created_at=created_at,
        )
        self.sales[account].append((created_at, "grant", 20_000, "A grant", None))
        if parent:
            self.rows["app.reseller"][0]["resellers"] += 1
            for whose, kind, amount, other in ((parent, "transfer_out", -5_000, account), (account, "transfer_in", 5_000, parent)):
                self.sales[whose].append((created_at + DAY, kind, amount, "A transfer", other))
        return account

    @property
    def resellers_so_far(self) -> list[uuid.UUID]:
        return [row["account_id"] for row in self.rows["app.reseller"]]

    def household(self) -> None:
        chance = self.chance
        created_at = self.now - self.days * DAY * chance.random() ** 1.6  # more of them of late
        account = self.account(created_at)
        seller = chance.choices(self.resellers, (5, 3, 2, 1))[0] if chance.random() < 0.3 else None
        if seller and created_at < self.rows["app.reseller"][self.resellers.index(seller)]["created_at"] + 2 * DAY:
            seller = None
        plan, lasts = self.client(account, seller, created_at) if seller else self.customer(account, created_at)
        if chance.random() < 0.12 and plan == "free":
            return  # signed up, and never came back
        playlists = [
            self.playlist(account, created_at) for _ in range(1 if plan == "free" else chance.randint(1, 3)) if chance.random() < 0.92
        ]
        for number in range(1 if plan == "free" else chance.randint(1, 4)):
            profile = self.profile(account, created_at, is_kids=number > 0 and chance.random() < 0.4)
            self.live(account, profile, playlists, created_at, lasts)

    def profile(self, account: uuid.UUID, after: datetime, is_kids: bool) -> Row:
        pin = not is_kids and self.chance.random() < 0.2
        created_at = self.between(after, 2)
        language = self.chance.choice(("de", "en", "fr", "it", None))
        return self.add(
            "app.profile",
            account_id=account,
            id=self.id(),
            name="Someone",
            is_kids=is_kids,
            has_pin=pin,
            language=language,
            rev=1,
            created_at=created_at,
        )

    def playlist(self, account: uuid.UUID, after: datetime) -> uuid.UUID:
        kind = self.chance.choices(("xtream", "m3u"), (4, 1))[0]
        state = self.chance.choices(("active", "expired", "banned", None), (80, 8, 2, 10))[0] if kind == "xtream" else None
        playlist, position = self.id(), len(self.rows["app.playlist"])
        status = json.dumps({"state": state, "checked_at": self.now.isoformat()}) if state else None
        self.add(
            "app.playlist",
            account_id=account,
            id=playlist,
            name="Home",
            kind=kind,
            url="http://panel.example",
            has_epg=self.chance.random() < 0.5,
            position=position,
            status=status,
            rev=2,
            created_at=self.between(after, 3),
        )
        return playlist

    # -- what they pay

    def subscription(self, account: uuid.UUID, plan: str, status: str, source: str, begins: datetime, ends: datetime, **more: Any) -> None:
        changed = min(more.pop("updated_at", begins), self.now)
        self.add(
            "app.subscription",
            account_id=account,
            id=self.id(),
            plan=plan,
            status=status,
            source=source,
            current_period_end=ends,
            trial_end=more.get("trial_end"),
            past_due_since=more.get("past_due_since"),
            created_at=begins,
            updated_at=changed,
        )

    def customer(self, account: uuid.UUID, created_at: datetime) -> tuple[str, datetime]:
        """Someone who signed up alone: the plan, and when they stop coming."""
        chance = self.chance
        stops = created_at + chance.expovariate(1 / 120) * DAY
        if chance.random() > 0.3:
            return "free", stops
        plan, begins = chance.choices(list(PLANS), list(PLANS.values()))[0], self.between(created_at, 30)
        trial_end = begins + 7 * DAY if chance.random() < 0.5 else None
        ends = (trial_end or begins) + chance.choice((0, 1, 2, 4, 12, 30)) * 30 * DAY
        if trial_end and trial_end > self.now:
            self.subscription(account, plan, "trialing", "stripe", begins, trial_end, trial_end=trial_end)
        elif ends > self.now:
            self.subscription(account, plan, "active", "stripe", begins, self.now + 9 * DAY, trial_end=trial_end)
        elif ends == begins:
            self.subscription(account, plan, "incomplete_expired", "stripe", begins, begins + 30 * DAY, updated_at=begins + DAY)
            return "free", stops
        elif self.now - ends < 20 * DAY:
            self.subscription(account, plan, "past_due", "stripe", begins, ends, trial_end=trial_end, past_due_since=ends, updated_at=ends)
        else:
            self.subscription(account, plan, "canceled", "stripe", begins, ends, trial_end=trial_end, updated_at=ends)
        return plan, max(stops, ends)

    def client(self, account: uuid.UUID, seller: uuid.UUID, created_at: datetime) -> tuple[str, datetime]:
        """A reseller's client: a trial or a term, renewed until it is not."""
        chance = self.chance
        plan = chance.choices(("free", *PLANS), (1, 6, 4, 1))[0]
        sales, begins, ends = self.sales[seller], created_at, created_at
        self.rows["app.reseller"][self.resellers.index(seller)]["clients"] += 1
        self.add("app.account_reseller", account_id=account, reseller_id=seller)
        client = self.add(
            "app.reseller_client",
            account_id=seller,
            client_id=account,
            email="client@seed.example",
            plan=plan,
            created_at=created_at,
            suspended_at=None,
            expires_at="infinity",
            term_started_at=None,
            term_cost=0,
        )
        if plan == "free":
            sales.append((created_at, "client_created", -CREDITS["free"], "A client", account))
            return plan, created_at + chance.expovariate(1 / 90) * DAY
        form = "A client: "
        if chance.random() < 0.3:
            ends = created_at + DAY
            self.subscription(account, plan, "trialing", "reseller", created_at, ends, trial_end=ends)
            client["expires_at"] = ends
            if chance.random() < 0.45 or ends > self.now:
                return plan, ends
            begins, form = ends, ""
        cost = 0
        while ends <= begins or (chance.random() < 0.8 and ends - DAY <= self.now):
            months = chance.choices((1, 3, 6, 12), (6, 3, 2, 1))[0]
            at = begins if ends <= begins else ends - DAY
            kind = "client_created" if form else "client_renewed"
            sales.append((at, kind, -CREDITS[plan] * months, f"{form}{plan}, months: {months}", account))
            ends = max(ends, begins) + months * 30 * DAY
            cost, form, changed = cost + CREDITS[plan] * months, "", at
        self.subscription(account, plan, "active", "reseller", begins, ends, updated_at=changed)
        client.update(expires_at=ends, term_started_at=begins, term_cost=cost)
        if chance.random() < 0.03:
            client["suspended_at"] = self.between(begins, 60)
        return plan, ends

    def post_ledgers(self) -> None:
        """In the order of time, with a purchase wherever the credits would not do."""
        for reseller in self.rows["app.reseller"]:
            balance = seq = 0
            for at, kind, amount, what, other in sorted(self.sales[reseller["account_id"]], key=lambda sale: sale[0]):
                entries: list[tuple[str, int, str, uuid.UUID | None]] = [(kind, amount, what, other)]
                if balance + amount < 0:
                    entries.insert(0, ("purchase", 50_000, "A purchase", None))
                for kind, amount, what, other in entries:
                    balance, seq = balance + amount, seq + 1
                    self.add(
                        "app.ledger_entry",
                        account_id=reseller["account_id"],
                        seq=seq,
                        id=self.id(),
                        amount=amount,
                        balance_after=balance,
                        transaction_type=kind,
                        description=what,
                        counterparty_id=other,
                        created_at=at,
                    )
            reseller.update(credits_balance=balance, entries=seq)

    # -- what they do

    def live(self, account: uuid.UUID, profile: Row, playlists: list[uuid.UUID], created_at: datetime, lasts: datetime) -> None:
        chance, eager = self.chance, self.chance.betavariate(2, 3)
        progress: dict[str, Row] = {}
        day, last = profile["created_at"], datetime.min.replace(tzinfo=UTC)
        while day < min(lasts, self.now):
            if chance.random() < eager * (1.35 if day.weekday() >= 5 else 0.9):
                self.add("app.profile_day", account_id=account, profile_id=profile["id"], day=day.date())
                last = day
                for at in self.evening(day) if playlists else ():
                    self.watch(account, profile["id"], chance.choice(playlists), at, progress)
            day += DAY
        self.rows["app.progress"] += progress.values()
        for number in range(chance.randint(1, 2) if self.now - last < 60 * DAY else 0):
            self.add(
                "app.session",
                account_id=account,
                id=self.id(),
                profile_id=profile["id"],
                device_id=f"device-{number}",
                device_name="A device",
                created_at=profile["created_at"],
                last_seen_at=last,
                expires_at=last + 60 * DAY,
            )
        for _ in range(chance.choice((0, 0, 1, 3, 8)) if lasts > created_at + 60 * DAY and not profile["is_kids"] else 0):
            self.party(account, created_at, min(last, lasts))
        for number in range(chance.randint(0, 30) if self.now - last < 80 * DAY else 0):
            at = max(last - chance.random() * 20 * DAY, profile["created_at"])
            self.add("app.sync_op", account_id=account, op_id=f"{profile['id']}:{number}", rev=3, created_at=at)

    def party(self, account: uuid.UUID, after: datetime, before: datetime) -> None:
        if before > after:
            at, members = after + self.chance.random() * (before - after), self.chance.choice((1, 2, 2, 3, 4, 6))
            self.add(
                "app.party_past",
                account_id=account,
                party_id=self.id(),
                kind=self.chance.choice(("movie", "movie", "episode")),
                members=members,
                events=members * self.chance.randint(2, 20),
                started_at=at,
                ended_at=min(at + timedelta(minutes=self.chance.randint(20, 160)), self.now),
            )

    def evening(self, day: datetime) -> Iterator[datetime]:
        """When something was watched on a day; all of it before midnight and before now."""
        start = day.replace(hour=0, minute=0, second=0)
        for _ in range(round(self.chance.choices((0, 1, 2, 3), (3, 4, 2, 1))[0] * self.scale)):
            at = start + timedelta(minutes=self.chance.gauss(20 * 60, 90) % 1440)
            if day <= at < self.now:
                yield at

    def watch(self, account: uuid.UUID, profile: uuid.UUID, playlist: uuid.UUID, at: datetime, progress: dict[str, Row]) -> None:
        chance = self.chance
        if chance.random() < 0.01:  # what one household has alone
            name = f"Holiday {chance.randint(1, 99_999)}"
            thing = Item("movie", f"title:{name.lower()}:", name, 12, {})
        else:
            thing = chance.choices(self.items, self.weights)[0]
        provider = thing.key.replace(":", "-").replace(" ", "-")
        item = f"{thing.kind}:{playlist}:{provider}"
        duration = thing.minutes * MINUTE
        share = 1.0 if chance.random() < 0.6 else chance.uniform(0.02, 0.89)
        finished = bool(duration) and share == 1.0
        position = round(duration * share) if duration else chance.randint(5, 180) * MINUTE
        before = progress.get(item)
        if before and before["event_at"] > at:
            return
        playback = f"{at.timestamp():.0f}"
        named = {"kind": thing.kind, "title": thing.title}
        progress[item] = {
            "account_id": account,
            "profile_id": profile,
            "item": item,
            "playlist_id": playlist,
            "provider_id": provider,
            **named,
            "series": json.dumps(thing.series) if thing.series else None,
            "ids": json.dumps(thing.ids) if thing.ids else None,
            "position_ms": position,
            "duration_ms": duration,
            "completed": finished or bool(before and before["completed"]),
            "plays": (before["plays"] if before else 0) + finished,
            "playback_id": playback,
            "event_at": at,
            "device_id": "device-0",
            "rev": 4,
        }
        if finished:
            self.add(
                "app.history",
                account_id=account,
                profile_id=profile,
                id=self.id(),
                item=item,
                **named,
                match_key=thing.key,
                playback_id=playback,
                finished_at=at,
                device_id="device-0",
            )

    def between(self, after: datetime, days: float) -> datetime:
        """Some time within so many days, and not in the future."""
        return after + self.chance.random() * min(days * DAY, self.now - after)

    # -- into the database

    def write(self, connection: Connection) -> None:
        """As the administrator, past row-level security; all or nothing."""
        with connection.transaction(), connection.cursor() as cursor:
            for table in TABLES:
                rows = self.rows[table]
                if not rows:
                    continue
                columns = list(rows[0])
                statement = sql.SQL("copy {} ({}) from stdin").format(
                    sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
                )
                with cursor.copy(statement) as copy:
                    for row in rows:
                        copy.write_row([row[column] for column in columns])
            for table in TABLES:
                cursor.execute(sql.SQL("analyze {}").format(sql.Identifier(*table.split("."))))


def seed(target: Target) -> None:
    """For `make seed`: once, and never into a server that may be somebody's."""
    if os.environ.get("DATABASE_URL"):
        raise SetupError("Made-up data goes into the embedded database only. Unset DATABASE_URL.")
    with target.connect() as connection:
        if connection.execute("select from app.account where email like '%@seed.example' limit 1").rowcount:
            raise SetupError("The made-up data is there already.")
        (now,) = connection.execute("select now()").fetchone()  # type: ignore[misc]
        data = Dataset(now)
        data.write(connection)
    print(f"Made up: {len(data.rows['app.account'])} accounts, {len(data.rows['app.history'])} finished viewings. Now: make report")
