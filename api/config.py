"""Every setting of the API and the relay, read from the environment and checked here and nowhere else."""

import base64
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

MINIMUM_KEY_BYTES = 32  # RFC 7518, 3.2: an HS256 key is at least as long as the hash


class ConfigError(Exception):
    """A wrong setting; its text is a sentence that says what to do."""


@dataclass(frozen=True)
class Keys:
    """The keys of access tokens: one signs, all verify, so that a rotation signs nobody out.

    The file is `{"signing": "<kid>", "keys": {"<kid>": "<base64url of at least 32 random bytes>"}}`.
    """

    signing: str
    by_kid: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> "Keys":
        try:
            content = json.loads(path.read_text())
            signing = content["signing"]
            keys = {kid: base64.b64decode(key + "=" * (-len(key) % 4), b"-_", validate=True) for kid, key in content["keys"].items()}
            known = signing in keys
        except OSError as error:
            raise ConfigError(f"JWT_KEYS_FILE cannot be read: {error.strerror}: {path}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ConfigError(f'{path} is not of the form {{"signing": "a", "keys": {{"a": "<base64url>"}}}}.') from None
        if not known:
            raise ConfigError(f"{path} has no key {signing}, which is to sign.")
        for kid, key in keys.items():
            if len(key) < MINIMUM_KEY_BYTES:
                raise ConfigError(f"The key {kid} in {path} has {len(key)} bytes; at least {MINIMUM_KEY_BYTES} are needed.")
        return cls(signing, keys)


@dataclass(frozen=True)
class StripeConfig:
    """What it takes to be paid through Stripe."""

    api_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_base: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "StripeConfig | None":
        """None where there is no key: billing then answers 503."""
        names = ("STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET")
        key, secret = (environment.get(name, "") for name in names)
        if not key and not secret:
            return None
        for name, value in zip(names, (key, secret), strict=True):
            if not re.fullmatch(r"[!-~]+", value):  # never quoted: it is a secret
                raise ConfigError(f"{name} is not set, or has spaces in it. Billing needs both {' and '.join(names)}.")
        base = origin("STRIPE_API_BASE", environment.get("STRIPE_API_BASE") or "https://api.stripe.com")
        if base.startswith("http:") and not is_loopback(urlsplit(base).hostname or ""):
            raise ConfigError(f"STRIPE_API_BASE is {base}: to another machine the key goes through https:// only.")
        return cls(key, secret, base)


@dataclass(frozen=True)
class Config:
    """The API's settings."""

    database_url: str = field(repr=False)
    keys_file: Path
    keys: Keys
    public_url: str
    allowed_origins: frozenset[str]
    relay_url: str  # as browsers reach it
    stripe: StripeConfig | None = None
    access_token_seconds: int = 900

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        return cls(**shared_settings(environment, "API_DATABASE_URL"))


@dataclass(frozen=True)
class RelayConfig(Config):
    """The relay's settings: the API's, with a login of its own, and where to listen."""

    host: str = "127.0.0.1"
    port: int = 8001

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "RelayConfig":
        return cls(
            **shared_settings(environment, "RELAY_DATABASE_URL"),
            host=environment.get("RELAY_HOST") or cls.host,
            port=port(environment, "RELAY_PORT", cls.port),
        )


def shared_settings(environment: Mapping[str, str], database: str) -> dict[str, Any]:
    keys_file = Path(required(environment, "JWT_KEYS_FILE"))
    public_url = environment.get("PUBLIC_URL") or f"http://127.0.0.1:{port(environment, 'API_PORT', 8000)}"
    return {
        "database_url": database_address(environment, database),
        "keys_file": keys_file,
        "keys": Keys.read(keys_file),
        "public_url": origin("PUBLIC_URL", public_url),
        "allowed_origins": frozenset(
            origin("ALLOWED_ORIGINS", part.strip()) for part in environment.get("ALLOWED_ORIGINS", "").split(",") if part.strip()
        ),
        "relay_url": relay_url(environment),
        "stripe": StripeConfig.from_environment(environment),
    }


def required(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise ConfigError(f"{name} is not set. `make run` sets it; docs/operations.md says what it is.")
    return environment[name]


def database_address(environment: Mapping[str, str], name: str) -> str:
    try:
        conninfo_to_dict(required(environment, name))
    except psycopg.ProgrammingError:  # its text may quote the password
        raise ConfigError(f"{name} is not an address of PostgreSQL, such as postgresql://user:password@host/database") from None
    return environment[name]


def whole_number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
        raise ConfigError(f"{name} is {text!r}; it must be a whole number from {least} to {most}.")
    return int(text)


def port(environment: Mapping[str, str], name: str, default: int) -> int:
    return whole_number(environment, name, default, 1, 65535)


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def origin(name: str, url: str) -> str:
    """An origin as browsers send it: scheme, host, port (unless it is the scheme's own), nothing behind."""
    try:
        parts = urlsplit(url.lower())
        default_port = {"http": 80, "https": 443}[parts.scheme]
        plain = parts.hostname and not (parts.username or parts.password or parts.query or parts.fragment) and parts.path in ("", "/")
        netloc = parts.netloc.removesuffix(":") if parts.port is None else parts.netloc.removesuffix(f":{default_port}")
    except (ValueError, KeyError):
        plain = False
    if not plain or not re.fullmatch(r"[a-z0-9.:\[\]-]+", netloc):
        raise ConfigError(f"{name} has {url!r}; it must look like https://tv.example.com")
    return f"{parts.scheme}://{netloc}"


def relay_url(environment: Mapping[str, str]) -> str:
    """Where browsers find the relay: as RELAY_URL says; else where PUBLIC_URL is, if that is a proxy's; else on this machine."""
    url = environment.get("RELAY_URL")
    if url:
        try:
            scheme, _, rest = url.partition("://")
            host, slash, path = rest.partition("/")
            web = origin("RELAY_URL", {"ws": "http://", "wss": "https://"}[scheme.lower()] + host)
            plain = re.fullmatch(r"[A-Za-z0-9/._~-]*", path)
        except (KeyError, ConfigError):
            plain = None
        if not plain:
            raise ConfigError(f"RELAY_URL has {url!r}; it must look like wss://tv.example.com/v1/socket")
        return "ws" + web.removeprefix("http") + slash + path
    public = origin("PUBLIC_URL", environment.get("PUBLIC_URL") or "http://127.0.0.1")
    here = urlsplit(public).hostname
    if here in ("127.0.0.1", "localhost"):
        return f"ws://{here}:{port(environment, 'RELAY_PORT', 8001)}/v1/socket"
    return "ws" + public.removeprefix("http") + "/v1/socket"
