"""`make report`: one page with what the views of analytics show. It asks as an analyst of the staff would.

No file besides it, no script, no library: the plots are SVG, drawn here.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from html import escape
from pathlib import Path

from psycopg import Connection

from db.cluster import SetupError
from db.deployment import Target

Series = dict[str, list[float]]  # name → a value for each label

QUERIES = {
    "numbers": """
        select (select count(*) from analytics.account where role = 'user'),
               (select count(*) from analytics.account where role = 'user' and plan <> 'free'),
               (select coalesce(round(avg(profiles)), 0) from analytics.active_day where day between current_date - 7 and current_date - 1),
               (select coalesce(sum(watched_ms), 0) / 3600000 from analytics.watch_day
                where day between current_date - 28 and current_date - 1),
               (select coalesce(sum(credits_balance), 0) from analytics.reseller)""",
    "plans": """
        select day, plan, sum(subscriptions) from analytics.plan_day join analytics.plan using (plan)
        where day > current_date - 365 group by day, plan, price order by price, plan, day""",
    "active": """
        select d::date, coalesce(a.profiles, 0), coalesce(a.kids_profiles, 0)
        from (select min(day) as first_day from analytics.active_day) as f
        cross join generate_series(greatest(f.first_day, current_date - 180), current_date - 1, interval '1 day') as d
        left join analytics.active_day a on a.day = d where f.first_day is not null order by d""",
    "watched": """
        select date_trunc('week', day)::date, kind, sum(watched_ms) / 3600000
        from analytics.watch_day where day >= date_trunc('week', current_date - 182) group by 1, 2 order by 2, 1""",
    "titles": """
        select coalesce(title, match_key), kind, accounts, watched_ms / 3600000
        from analytics.title order by watched_ms desc, match_key limit 12""",
    "funnel": """
        select case channel when 'signup' then 'by themselves' else 'by a reseller' end,
               sum(signed_up), sum(made_profile), sum(added_playlist), sum(watched), sum(subscribed), sum(paid)
        from analytics.funnel where month > current_date - 365 group by channel order by channel desc""",
    "sales": """
        select date_trunc('month', created_at)::date, case transaction_type when 'client_created' then 'new clients' else 'renewals' end,
               sum(-amount)
        from analytics.ledger
        where transaction_type in ('client_created', 'client_renewed') and created_at >= date_trunc('month', now() - interval '11 months')
        group by 1, 2 order by 2, 1""",
    "resellers": """
        select left(r.reseller_id::text, 8), r.clients, count(c.client_id) filter (where c.status = 'active'), r.credits_balance,
               (select coalesce(sum(s.credits_spent - s.credits_refunded), 0) from analytics.sales_day s
                where s.reseller_id = r.reseller_id and s.day > current_date - 28)
        from analytics.reseller r left join analytics.client c on c.reseller_id = r.reseller_id
        group by r.reseller_id, r.clients, r.credits_balance order by 5 desc, 1 limit 10""",
    "parties": """
        select date_trunc('week', day)::date, 'with others', sum(shared) from analytics.party_day
        where day >= date_trunc('week', current_date - 182) group by 1
        union all
        select date_trunc('week', day)::date, 'alone', sum(parties - shared) from analytics.party_day
        where day >= date_trunc('week', current_date - 182) group by 1
        order by 2 desc, 1""",
    "devices": """
        select case when devices > 5 then '6 or more' else devices::text end, count(*)
        from analytics.account where role = 'user' group by 1 order by 1""",
    "sync": """
        select d::date, coalesce(s.operations, 0)
        from (select min(day) as first_day from analytics.sync_day) as f
        cross join generate_series(greatest(f.first_day, current_date - 90), current_date - 1, interval '1 day') as d
        left join analytics.sync_day s on s.day = d where f.first_day is not null order by d""",
}

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 240, 52, 12, 12, 26
STYLE = """
:root { color-scheme: light dark; --paper: #f6f6f4; --card: #fff; --ink: #1f2328; --dim: #6a737d; --line: #e4e4e0;
  --c0: #3465c8; --c1: #16927f; --c2: #d9981c; --c3: #a8447f; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --card: #1e2227; --ink: #e4e6e8; --dim: #98a1aa; --line: #31363d;
  --c0: #6f9cf0; --c1: #45bda9; --c2: #e9b54c; --c3: #d77bb2; } }
* { box-sizing: border-box } body { margin: 0 auto; max-width: 1180px; padding: 28px 20px 48px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; margin-bottom: 18px }
h1 { font-size: 24px; margin: 0 } h2 { font-size: 16px; margin: 0 0 2px } p { margin: 0 } .dim { color: var(--dim); font-size: 13px }
main { columns: 2 420px; column-gap: 16px }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; margin-bottom: 16px;
  break-inside: avoid }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px 20px; color: var(--dim); font-size: 13px }
.numbers b { display: block; color: var(--ink); font-size: 26px; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums }
svg { display: block; width: 100%; height: auto; margin-top: 8px } svg text { font-size: 11.5px; fill: var(--dim) }
.grid { stroke: var(--line) } .legend { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 13px; color: var(--dim); margin-top: 6px }
.legend i { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px }
table { width: 100%; border-collapse: collapse; margin-top: 8px; font-size: 14px; font-variant-numeric: tabular-nums }
th { font-weight: 500; font-size: 13px; color: var(--dim); text-align: left } td, th { padding: 4px 8px 4px 0;
  border-bottom: 1px solid var(--line) }
tr:last-child td { border-bottom: 0 } .right { text-align: right; padding-right: 0; padding-left: 8px }
.bar { width: 24%; padding-left: 12px }
@media (max-width: 520px) { .bar { display: none } }
.bar i { display: block; height: 9px; border-radius: 3px; background: var(--c0) }
"""


# -- drawing


def number(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f")


def short(value: float) -> str:
    """A number of an axis: 1500000 as 1.5M."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def ticks(highest: float) -> list[float]:
    """From 0 to the first round number above the highest, in 2 to 5 equal steps of 1, 2 or 5 times a power of ten."""
    rough = max(highest, 1) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(1.0, next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough))
    return [step * n for n in range(math.ceil(max(highest, 1) / step) + 1)]


def x_of(index: float, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * index / max(count, 1)


def frame(labels: Sequence[date], highest: float, centred: bool, draw: Callable[[Callable[[float], float]], Iterable[str]]) -> str:
    """Axes, and between them what `draw` draws; it is given the way from a value to its height."""
    marks = ticks(highest)

    def y_of(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / marks[-1]

    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img">']
    for mark in marks:
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y_of(mark):.1f}" y2="{y_of(mark):.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y_of(mark) + 4:.1f}" text-anchor="end">{short(mark)}</text>')
    parts += draw(y_of)
    months = [n for n, day in enumerate(labels) if n == 0 or day.month != labels[n - 1].month]
    room = math.ceil(len(months) / 13)
    for n in months[::room]:
        x = x_of(n + 0.5 if centred else n, len(labels) if centred else len(labels) - 1)
        crowded = n == 0 and len(months) > 1 and months[1] < len(labels) / 16  # the last days of a month
        if x <= WIDTH - RIGHT - 14 and not crowded:
            parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="{"middle" if centred else "start"}">{labels[n]:%b}</text>')
    return "".join([*parts, "</svg>"])


def areas(labels: Sequence[date], series: Series) -> str:
    """Series on top of each other, over days."""
    totals = [sum(values) for values in zip(*series.values(), strict=True)]

    def draw(y_of: Callable[[float], float]) -> Iterable[str]:
        below = [0.0] * len(labels)
        for colour, (name, values) in enumerate(series.items()):
            above = [low + value for low, value in zip(below, values, strict=True)]
            outline = [(n, value) for n, value in enumerate(above)] + [(n, below[n]) for n in reversed(range(len(below)))]
            points = " ".join(f"{x_of(n, len(labels) - 1):.1f},{y_of(value):.1f}" for n, value in outline)
            yield f'<polygon points="{points}" fill="var(--c{colour})" fill-opacity=".85"><title>{escape(name)}</title></polygon>'
            below = above

    return frame(labels, max(totals), False, draw) + legend(series)


def lines(labels: Sequence[date], series: Series, average: int = 0) -> str:
    """A line a series, over days; with `average`, of so many days, the days themselves are dots behind it."""

    def draw(y_of: Callable[[float], float]) -> Iterable[str]:
        for colour, values in enumerate(series.values()):
            smooth = (
                [sum(part) / len(part) for n in range(len(values)) if (part := values[max(0, n - average + 1) : n + 1])]
                if average
                else values
            )
            if average:
                for n, value in enumerate(values):
                    x, y = x_of(n, len(labels) - 1), y_of(value)
                    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.7" fill="var(--c{colour})" fill-opacity=".35"/>'
            points = " ".join(f"{x_of(n, len(labels) - 1):.1f},{y_of(value):.1f}" for n, value in enumerate(smooth))
            yield f'<polyline points="{points}" fill="none" stroke="var(--c{colour})" stroke-width="2.2" stroke-linejoin="round"/>'

    return frame(labels, max(max(values) for values in series.values()), False, draw) + (legend(series) if len(series) > 1 else "")


def bars(labels: Sequence[date], series: Series, unit: str) -> str:
    """A bar a label, of all series."""
    totals = [sum(values) for values in zip(*series.values(), strict=True)]
    wide = (WIDTH - LEFT - RIGHT) / len(labels) * 0.72

    def draw(y_of: Callable[[float], float]) -> Iterable[str]:
        below = [0.0] * len(labels)
        for colour, (name, values) in enumerate(series.items()):
            for n, value in enumerate(values):
                if value > 0:
                    x, y = x_of(n + 0.5, len(labels)) - wide / 2, y_of(below[n] + value)
                    tip = f"{labels[n]:%-d %b %Y}, {name}: {number(value)} {unit}"
                    yield (
                        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{y_of(below[n]) - y:.1f}" fill="var(--c{colour})">'
                        f"<title>{escape(tip)}</title></rect>"
                    )
                below[n] += value

    return frame(labels, max(totals), True, draw) + legend(series)


def legend(series: Series) -> str:
    return (
        '<div class="legend">'
        + "".join(f'<span><i style="background: var(--c{n})"></i>{escape(name)}</span>' for n, name in enumerate(series))
        + "</div>"
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], bar: int | None = None) -> str:
    """Text to the left, numbers to the right; with a bar for the numbers of one column."""
    longest = max(float(str(row[bar])) for row in rows) or 1 if bar is not None else 1

    def cell(kind: str, value: object) -> str:
        return f"<{kind}>{escape(value)}</{kind}>" if isinstance(value, str) else f'<td class="right">{number(float(str(value)))}</td>'

    right = [not isinstance(value, str) for value in rows[0]]
    lines = [
        "".join(f'<th class="right">{head}</th>' if is_right else f"<th>{head}</th>" for head, is_right in zip(heads, right, strict=True))
    ]
    for row in rows:
        lines.append("".join(cell("td", value) for value in row))
    if bar is not None:
        lines[0] += "<th></th>"
        for n, row in enumerate(rows, 1):
            lines[n] += f'<td class="bar"><i style="width: {100 * float(str(row[bar])) / longest:.1f}%"></i></td>'
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


# -- from rows to plots


def series_of(rows: Sequence[tuple]) -> tuple[list[date], Series]:
    """Rows of (day, name, value), names in the order that they come in: all days that there are, and a value for each."""
    days = sorted({row[0] for row in rows})
    found = {(day, name): float(value) for day, name, value in rows}
    return days, {name: [found.get((day, name), 0.0) for day in days] for name in dict.fromkeys(row[1] for row in rows)}


def columns(rows: Sequence[tuple], *names: str) -> tuple[list[date], Series]:
    """Rows of (day, value, …): the days, and each column under its name."""
    return [row[0] for row in rows], {name: [float(row[n]) for row in rows] for n, name in enumerate(names, 1)}


def funnel(rows: Sequence[tuple]) -> str:
    """Rows of (channel, how many signed up, …), steps in lines and channels in columns."""
    steps = ("signed up", "made a profile", "added a playlist", "watched", "subscribed or tried", "had to pay")
    totals = [sum(row[n] for row in rows) for n in range(1, 7)]
    heads = ["", "accounts", *(row[0] for row in rows), "of all, %"]
    lines = [[step, totals[n], *(row[n + 1] for row in rows), 100 * totals[n] / (totals[0] or 1)] for n, step in enumerate(steps)]
    return table(heads, lines, bar=len(heads) - 1)


NUMBERS = (
    "accounts",
    "of them on a paid plan",
    "active profiles a day, last 7 days",
    "hours watched, last 28 days",
    "credits that resellers have",
)
# Heading, what it shows, the query, and how its rows are drawn.
SECTIONS: tuple[tuple[str, str, str, Callable[[list[tuple]], str]], ...] = (
    ("Subscriptions", "In force at the end of each day, by plan", "plans", lambda rows: areas(*series_of(rows))),
    (
        "Active profiles",
        "Each day, and the mean of seven",
        "active",
        lambda rows: lines(*columns(rows, "all profiles", "kids profiles"), average=7),
    ),
    ("Watch time", "Hours a week, by kind; the last week is not over", "watched", lambda rows: bars(*series_of(rows), "hours")),
    (
        "Watched most",
        "Since the beginning; what fewer than five accounts watched is left out",
        "titles",
        lambda rows: table(("title", "kind", "accounts", "hours"), rows, bar=3),
    ),
    ("Credits spent by resellers", "A month, on new clients and on renewals", "sales", lambda rows: bars(*series_of(rows), "credits")),
    (
        "Resellers",
        "Those that sold most in the last 28 days",
        "resellers",
        lambda rows: table(("reseller", "clients", "active", "balance", "spent"), rows, bar=4),
    ),
    ("From signing up to paying", "Accounts of the last twelve months, and how far they got until now", "funnel", funnel),
    ("Watch parties", "That began in a week; the last week is not over", "parties", lambda rows: bars(*series_of(rows), "parties")),
    ("Devices", "Accounts, by how many are signed in", "devices", lambda rows: table(("devices", "accounts"), rows, bar=1)),
    (
        "Changes made offline",
        "Operations that devices brought along each day, and the mean of seven",
        "sync",
        lambda rows: lines(*columns(rows, "operations"), average=7),
    ),
)


def page(found: dict[str, list[tuple]], at: datetime, database: str) -> str:
    """The page, from each query's rows. Where there is nothing to draw it says so."""
    numbers = "".join(f"<p><b>{number(value)}</b>{name}</p>" for name, value in zip(NUMBERS, found["numbers"][0], strict=True))
    sections = []
    for heading, note, query, draw in SECTIONS:
        plot = draw(found[query]) if found[query] else '<p class="dim">Nothing yet.</p>'
        sections.append(f'<section><h2>{heading}</h2><p class="dim">{note}</p>{plot}</section>')
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>SyncStream TV, {at:%-d %B %Y}</title><style>{STYLE}</style>"
        f'<header><h1>SyncStream TV</h1><p class="dim">{at:%-d %B %Y, %H:%M} UTC · database {escape(database)} · days are UTC · '
        "how each number is made: docs/analysts.md</p></header>"
        f'<section class="numbers">{numbers}</section><main>{"".join(sections)}</main></html>\n'
    )


def ask(connection: Connection) -> tuple[dict[str, list[tuple]], datetime]:
    """All queries, of one moment, with the rights of the staff's analysts."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("set local role analyst_staff")
        connection.execute("set local timezone = 'UTC'")
        connection.execute("set local work_mem = '64MB'")
        found = {name: connection.execute(query).fetchall() for name, query in QUERIES.items()}
        (at,) = connection.execute("select now()").fetchone()  # type: ignore[misc]
    return found, at


def write_report(target: Target, path: Path) -> None:
    with target.connect() as connection:
        found, at = ask(connection)
    try:
        path.write_text(page(found, at, target.database), encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror}.") from None
    print(f"Written: {path}")
