"""Access tokens: signing, verifying, where they come from in a request."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import jwt
from falcon import Request, Response

from api.config import Config, ConfigError, Keys
from api.errors import Problem, unauthorized

log = logging.getLogger(__name__)

ISSUER = "syncstream"
AUDIENCE = "syncstream-api"
ALGORITHM = "HS256"
COOKIE = "auth"
LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
REQUIRED = ["iss", "aud", "sub", "sid", "role", "iat", "exp", "jti"]
DATABASE_ROLES = {"user": "member", "reseller": "reseller", "admin": "admin"}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CACHE_SIZE = 20_000  # tokens; about 1 KiB each
FOLLOW_SECONDS = 0.5  # between two looks at the file of the keys


class Identity(NamedTuple):
    """Who a verified token speaks for: the database role, and the claims as http.begin_request takes them."""

    role: str
    kid: bool
    expires_at: int
    claims: tuple[bytes | None, ...]

    @property
    def account_role(self) -> str:
        """The database role that the account has with a profile that is none for kids."""
        return DATABASE_ROLES[(self.claims[2] or b"user").decode()]


ANONYMOUS = Identity("anonymous", False, 0, (None, None, None, None, None))


def media_type(req: Request) -> str:
    return (req.content_type or "").partition(";")[0].strip().lower()


class Authenticator:
    """Signs access tokens and finds out who a request speaks for."""

    def __init__(self, config: Config, remembered: int = CACHE_SIZE):
        self._keys = config.keys
        self._remembered = remembered  # tokens
        self._lifetime = config.access_token_seconds
        self._trusted_origins = config.allowed_origins | {config.public_url}
        # Verifying costs some 30 microseconds, so a verified token is remembered by its bytes until it expires.
        # Whether its session still stands is for the database to say, at each call.
        self._verified: dict[str, Identity] = {}

    def use(self, keys: Keys) -> None:
        """Sign and verify with these keys from now on."""
        self._keys = keys
        self._verified.clear()  # what was signed with a key that is no more counts no more

    # -- giving out

    def sign(self, claims: dict) -> str:
        now = int(time.time())
        payload = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + self._lifetime, "jti": uuid.uuid4().hex, **claims}
        return jwt.encode(payload, self._keys.by_kid[self._keys.signing], ALGORITHM, headers={"kid": self._keys.signing})

    def answer(self, resp: Response, claims: dict | None, data: bytes) -> bytes:
        """Put a new access token into data and the cookie; without claims, clear the cookie."""
        if claims is None:
            self._set_cookie(resp, "", expires=LONG_AGO)
            return data
        token = self.sign(claims)
        self._set_cookie(resp, token, max_age=self._lifetime)
        return (
            b'{"access_token":"'
            + token.encode()
            + b'","token_type":"Bearer","expires_in":'
            + str(self._lifetime).encode()
            + b","
            + data[1:]
        )

    @staticmethod
    def _set_cookie(resp: Response, value: str, max_age: int | None = None, expires: datetime | None = None) -> None:
        resp.set_cookie(COOKIE, value, max_age=max_age, expires=expires, path="/", secure=True, http_only=True, same_site="Lax")

    # -- taking in

    def identify(self, req: Request) -> Identity | None:
        """Whose request it is: by the bearer, else by the cookie, else None. 401 for a token that is none of ours."""
        header = req.auth
        if header is not None:
            scheme, _, token = header.partition(" ")
            if scheme.lower() != "bearer":
                raise unauthorized("Send the access token as `Authorization: Bearer <token>`")
            return self.verify(token.strip())
        cookie = req.cookies.get(COOKIE)
        return None if cookie is None else self.verify(cookie)

    def refuse_forgery(self, req: Request) -> None:
        """A form on another site sends the cookie too, but neither our content type nor our origin."""
        if req.method in SAFE_METHODS or req.auth is not None:
            return
        origin = req.get_header("Origin")
        if media_type(req) != "application/json" or (origin is not None and origin.lower() not in self._trusted_origins):
            raise Problem(403, "csrf", "Send `Content-Type: application/json` from an allowed origin, or a bearer token")

    def verify(self, token: str) -> Identity:
        identity = self._verified.get(token)
        if identity is None:
            identity = self._decode(token)
            if len(self._verified) >= self._remembered:
                self._verified.clear()
            self._verified[token] = identity
        if identity.expires_at <= time.time():
            self._verified.pop(token, None)
            raise unauthorized("The access token has expired. Refresh it")
        return identity

    def _decode(self, token: str) -> Identity:
        try:
            key = self._keys.by_kid[jwt.get_unverified_header(token)["kid"]]
            payload = jwt.decode(
                token, key, algorithms=[ALGORITHM], issuer=ISSUER, audience=AUDIENCE, options={"require": REQUIRED, "strict_aud": True}
            )
            kid = payload.get("kids") is True
            role = "kid" if kid else DATABASE_ROLES[payload["role"]]
            profile = payload.get("current_profile_id")
            claims = (
                str(uuid.UUID(payload["sub"])).encode(),
                str(uuid.UUID(payload["sid"])).encode(),
                payload["role"].encode(),
                str(uuid.UUID(profile)).encode() if profile else None,
                b"%d" % payload["profile_version"] if profile else None,
            )
            return Identity(role, kid, int(payload["exp"]), claims)
        except jwt.ExpiredSignatureError:
            raise unauthorized("The access token has expired. Refresh it") from None
        except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError):
            raise unauthorized("The access token is not valid. Sign in again") from None


async def follow_keys(path: Path, use: Callable[[Keys], None]) -> None:
    """Hand on the keys whenever their file has changed. A file that cannot be used changes nothing and is logged once."""
    seen = None
    while True:
        version = file_version(path)
        if version != seen:
            seen = version
            try:
                use(Keys.read(path))
            except ConfigError as error:
                log.error("the keys of access tokens stay as they were", extra={"reason": str(error)})
        await asyncio.sleep(FOLLOW_SECONDS)


def file_version(path: Path) -> tuple | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
