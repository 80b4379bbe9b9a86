"""The peer: Falcon's WSGI app, psycopg and its pool, as their documentation shows them. Served by gunicorn's threads.

The rules are statements of the application in one transaction; there is no row-level security and no check whether the
session was revoked. Settings are libpq's own variables, JWT_KEY and CONNECTIONS.
"""

import base64
import json
import os
from datetime import UTC, datetime

import falcon
import jwt
from psycopg.rows import dict_row
from psycopg.types.json import Json
from psycopg_pool import ConnectionPool

KEY = base64.urlsafe_b64decode(os.environ["JWT_KEY"] + "==")
FAVORITE = (
    'item, playlist_id, kind, provider_id, title, year, image, series, ids, match_key, "group", rank, added_at, device_id, event_at, rev'
)
PROGRESS = (
    "item, playlist_id, kind, provider_id, title, year, image, series, ids, match_key, position_ms, duration_ms, completed, plays,"
    " playback_id, device_id, event_at, rev"
)
PROFILE = "id, name, avatar, is_kids, max_rating, hidden_categories, language, settings, has_pin, created_at, rev"


class Base:
    def __init__(self, pool: ConnectionPool):
        self.pool = pool

    @staticmethod
    def identify(req: falcon.Request) -> dict:
        scheme, _, token = (req.auth or "").partition(" ")
        if scheme != "Bearer":
            raise falcon.HTTPUnauthorized(title="unauthorized")
        try:
            return jwt.decode(token, KEY, algorithms=["HS256"], issuer="syncstream", audience="syncstream-api")
        except jwt.PyJWTError:
            raise falcon.HTTPUnauthorized(title="unauthorized") from None

    @staticmethod
    def answer(resp: falcon.Response, data: object) -> None:
        resp.media = {"success": True, "message": None, "data": data}

    def page(self, resp: falcon.Response, rows: list[dict], limit: int, keys: tuple[str, str]) -> None:
        cursor = None
        if len(rows) > limit:
            rows.pop()
            cursor = base64.urlsafe_b64encode(json.dumps([str(rows[-1][key]) for key in keys]).encode()).decode()
        self.answer(resp, {"items": rows, "next_cursor": cursor})


def require(body: object, types: dict[str, type | tuple], needed: tuple[str, ...]) -> dict:
    if not isinstance(body, dict):
        raise falcon.HTTPBadRequest(title="invalid")
    for name, value in body.items():
        if name not in types or not (value is None or isinstance(value, types[name])):
            raise falcon.HTTPBadRequest(title="invalid", description=name)
    for name in needed:
        if body.get(name) is None:
            raise falcon.HTTPBadRequest(title="invalid", description=name)
    return body


class Favorites(Base):
    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        claims = self.identify(req)
        limit = req.get_param_as_int("limit", min_value=1, max_value=200, default=50)
        with self.pool.connection() as connection:
            rows = connection.execute(
                f"select {FAVORITE} from favorite where profile_id = %s and deleted_at is null order by rank, item limit %s",
                [claims["current_profile_id"], limit + 1],
            ).fetchall()
        self.page(resp, rows, limit, ("rank", "item"))


class Progress(Base):
    TYPES = {
        "playlist_id": str, "kind": str, "provider_id": str, "title": str, "year": int, "image": str, "ids": dict,
        "position_ms": int, "duration_ms": int, "completed": bool, "playback_id": str,
    }  # fmt: skip

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        claims = self.identify(req)
        body = require(req.get_media(), self.TYPES, ("playlist_id", "kind", "provider_id", "position_ms"))
        account, profile = claims["sub"], claims["current_profile_id"]
        item = f"{body['kind']}:{body['playlist_id']}:{body['provider_id']}"
        position, playback = body["position_ms"], body.get("playback_id")
        with self.pool.connection() as connection:
            rev = connection.execute("update account set rev = rev + 1 where id = %s returning rev", [account]).fetchone()["rev"]
            now = datetime.now(UTC)
            old = connection.execute(
                f"select {PROGRESS}, deleted_at from progress where profile_id = %s and item = %s", [profile, item]
            ).fetchone()
            if old is None or old["deleted_at"]:
                query = "select from playlist where id = %s and account_id = %s"
                if not connection.execute(query, [body["playlist_id"], account]).rowcount:
                    raise falcon.HTTPNotFound(title="not_found")
            elif now < old["event_at"]:
                raise falcon.HTTPConflict(title="conflict")
            old = old or {"duration_ms": 0, "completed": False, "plays": 0, "title": None, "year": None, "image": None, "ids": None}
            duration = body.get("duration_ms") or old["duration_ms"]
            finished = body.get("completed") or (duration > 0 and position * 10 >= duration * 9)
            plays = old["plays"]
            if finished and playback:
                plays += connection.execute(
                    "insert into history (profile_id, item, kind, title, playback_id, finished_at) values (%s, %s, %s, %s, %s, %s)"
                    " on conflict do nothing",
                    [profile, item, body["kind"], old["title"], playback, now],
                ).rowcount
            row = connection.execute(
                "insert into progress (profile_id, item, playlist_id, kind, provider_id, title, year, image, ids, position_ms, duration_ms,"
                " completed, plays, playback_id, event_at, rev) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " on conflict (profile_id, item) do update set title = excluded.title, year = excluded.year, image = excluded.image,"
                " ids = excluded.ids, position_ms = excluded.position_ms, duration_ms = excluded.duration_ms,"
                " completed = excluded.completed, plays = excluded.plays, playback_id = excluded.playback_id,"
                f" event_at = excluded.event_at, rev = excluded.rev, deleted_at = null returning {PROGRESS}",
                [
                    profile, item, body["playlist_id"], body["kind"], body["provider_id"],
                    *(body.get(name, old[name]) for name in ("title", "year", "image")),
                    Json(ids) if (ids := body.get("ids", old["ids"])) else None,
                    position, duration, bool(finished or old["completed"]), plays, playback, now, rev,
                ],
            ).fetchone()  # fmt: skip
        self.answer(resp, row)


class Profiles(Base):
    TYPES = {"name": str, "avatar": str, "is_kids": bool, "max_rating": int, "language": str, "settings": dict}

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        claims = self.identify(req)
        limit = req.get_param_as_int("limit", min_value=1, max_value=200, default=50)
        with self.pool.connection() as connection:
            query = f"select {PROFILE} from profile where account_id = %s order by created_at, id limit %s"
            rows = connection.execute(query, [claims["sub"], limit + 1]).fetchall()
        self.page(resp, rows, limit, ("created_at", "id"))

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        claims = self.identify(req)
        body = require(req.get_media(), self.TYPES, ("name",))
        account = claims["sub"]
        with self.pool.connection() as connection:
            rev = connection.execute("update account set rev = rev + 1 where id = %s returning rev", [account]).fetchone()["rev"]
            query = (
                "select p.max_profiles from subscription s join plan p on p.code = s.plan where s.account_id = %s"
                " and s.status in ('active', 'trialing') and s.current_period_end > now() order by s.current_period_end desc limit 1"
            )
            plan = connection.execute(query, [account]).fetchone() or {"max_profiles": 1}
            used = connection.execute("select count(*) as used from profile where account_id = %s", [account]).fetchone()["used"]
            if used >= plan["max_profiles"]:
                raise falcon.HTTPForbidden(title="plan_limit_reached")
            row = connection.execute(
                "insert into profile (account_id, name, avatar, is_kids, max_rating, language, settings, rev)"
                f" values (%s, %s, %s, %s, %s, %s, %s, %s) returning {PROFILE}",
                [
                    account, body["name"], body.get("avatar"), body.get("is_kids") or False, body.get("max_rating"), body.get("language"),
                    Json(body.get("settings") or {}), rev,
                ],
            ).fetchone()  # fmt: skip
        resp.status = falcon.HTTP_201
        self.answer(resp, row)


class Clients(Base):
    TYPES = {"email": str, "password": str, "plan": str, "months": int}

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        claims = self.identify(req)
        if claims["role"] != "reseller":
            raise falcon.HTTPForbidden(title="forbidden")
        body = require(req.get_media(), self.TYPES, ("email", "password", "plan"))
        reseller, months = claims["sub"], body.get("months") or 1
        with self.pool.connection() as connection:
            price = connection.execute("select credits from price where plan = %s", [body["plan"]]).fetchone()
            if price is None:
                raise falcon.HTTPBadRequest(title="invalid", description="plan")
            cost = price["credits"] * months
            account = connection.execute(
                "insert into account (email, password) values (%s, 'x') on conflict (email) do nothing returning id",
                [body["email"].lower()],
            ).fetchone()
            if account is None:
                raise falcon.HTTPConflict(title="email_taken")
            balance = (
                connection.execute("select balance from reseller where account_id = %s for update", [reseller]).fetchone()["balance"] - cost
            )
            if balance < 0:
                raise falcon.HTTPPaymentRequired(title="insufficient_credits")
            connection.execute("update reseller set balance = %s, clients = clients + 1 where account_id = %s", [balance, reseller])
            client = connection.execute(
                "insert into client (account_id, reseller_id, email, plan, expires_at)"
                " values (%s, %s, %s, %s, now() + make_interval(months => %s))"
                " returning account_id as id, email, 'active' as status, plan, expires_at, created_at",
                [account["id"], reseller, body["email"], body["plan"], months],
            ).fetchone()
            connection.execute(
                "insert into subscription (account_id, plan, status, current_period_end) values (%s, %s, 'active', %s)",
                [account["id"], body["plan"], client["expires_at"]],
            )
            connection.execute(
                "insert into ledger_entry (reseller_id, amount, balance_after, transaction_type, description, client_id)"
                " values (%s, %s, %s, 'client_created', %s, %s)",
                [reseller, -cost, balance, f"A client: {body['plan']}, months: {months}", account["id"]],
            )
        resp.status = falcon.HTTP_201
        self.answer(resp, client)


class Live(Base):
    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        self.answer(resp, {"status": "live"})


def create_app() -> falcon.App:
    size = int(os.environ["CONNECTIONS"])
    pool = ConnectionPool("", min_size=size, max_size=size, kwargs={"row_factory": dict_row}, open=True)
    handler = falcon.media.JSONHandler(dumps=lambda value: json.dumps(value, default=str))
    app = falcon.App()
    app.resp_options.media_handlers[falcon.MEDIA_JSON] = handler
    for path, resource in {
        "/health/live": Live, "/v1/favorites": Favorites, "/v1/progress": Progress, "/v1/profiles": Profiles,
        "/v1/reseller/clients": Clients,
    }.items():  # fmt: skip
        app.add_route(path, resource(pool))
    return app
