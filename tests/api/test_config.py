"""Settings: a wrong one stops the start with a sentence (api/config.py)."""

import json
import subprocess
import sys
from base64 import urlsafe_b64encode

import pytest

from api.config import Config, ConfigError
from db.cluster import ROOT
from tests.support.system import free_port

WRONG_ORIGINS = ["*", "null", "app.example", "ftp://app.example", "https://", "https://app.example/x", "https://app.example?x"]
WRONG_ORIGINS += [
    f"https://{rest}" for rest in ("app.example#x", "user:hidden@app.example", "app.example:x", "app.example:99999", "[x", "a b")
]


def keys_file(path, content: object):
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def key(length: int) -> str:
    return urlsafe_b64encode(b"k" * length).rstrip(b"=").decode()


@pytest.fixture
def environment(tmp_path):
    keys = {"signing": "a", "keys": {"a": key(32), "b": key(64)}}
    return {"API_DATABASE_URL": "postgresql://api:hidden@127.0.0.1/x", "JWT_KEYS_FILE": keys_file(tmp_path / "keys", keys)}


def test_good_settings_are_read(environment):
    config = Config.from_environment(
        environment | {"PUBLIC_URL": "https://TV.example.com:443/", "ALLOWED_ORIGINS": "https://app.example, http://127.0.0.1:3000 ,"}
    )
    assert config.public_url == "https://tv.example.com"
    assert config.allowed_origins == {"https://app.example", "http://127.0.0.1:3000"}
    assert config.keys.signing == "a" and set(config.keys.by_kid) == {"a", "b"}
    assert Config.from_environment(environment | {"API_PORT": "9000"}).public_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "ws://127.0.0.1:8001/v1/socket"),
        ({"RELAY_PORT": "9001", "PUBLIC_URL": "http://localhost:9000"}, "ws://localhost:9001/v1/socket"),
        ({"RELAY_PORT": "9001", "PUBLIC_URL": "https://TV.example.com:443/"}, "wss://tv.example.com/v1/socket"),
        (
            {"RELAY_URL": "wss://Relay.example.com:8443/v1/socket", "PUBLIC_URL": "https://tv.example.com"},
            "wss://relay.example.com:8443/v1/socket",
        ),
    ],
)
def test_the_relay_is_where_it_is_said_or_behind_the_proxy_or_here(environment, settings, address):
    assert Config.from_environment(environment | settings).relay_url == address


@pytest.mark.parametrize("url", ["https://tv.example.com/v1/socket", "ws://", "ws:tv", "ws://a:b@tv/x", "ws://tv/x?y", "ws://tv/'; script"])
def test_an_address_of_the_relay_that_is_none_is_refused(environment, url):
    with pytest.raises(ConfigError, match="RELAY_URL"):
        Config.from_environment(environment | {"RELAY_URL": url})


def test_a_key_of_fewer_than_32_bytes_is_refused_even_where_it_does_not_sign(environment, tmp_path):
    for keys in ({"a": key(31)}, {"a": key(32), "b": key(31)}, {"a": ""}):
        environment["JWT_KEYS_FILE"] = keys_file(tmp_path / "short", {"signing": "a", "keys": keys})
        with pytest.raises(ConfigError, match="at least 32"):
            Config.from_environment(environment)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        {"signing": "a"},
        {"signing": "a", "keys": []},
        {"signing": "a", "keys": {"a": 1}},
        {"signing": [], "keys": {"a": key(32)}},
    ]
    + [{"signing": "a", "keys": {"a": "é" * 60}}, {"signing": "a", "keys": {"a": "!" * 60}}, {"signing": "b", "keys": {"a": key(32)}}],
    ids=str,
)
def test_a_file_that_holds_no_keys_is_refused(environment, tmp_path, content):
    environment["JWT_KEYS_FILE"] = keys_file(tmp_path / "bad", content)
    with pytest.raises(ConfigError):
        Config.from_environment(environment)


def test_billing_is_configured_whole_or_not_at_all(environment):
    assert Config.from_environment(environment).stripe is None
    both = {"STRIPE_API_KEY": "sk_test_hidden", "STRIPE_WEBHOOK_SECRET": "whsec_hidden"}
    stripe = Config.from_environment(environment | both).stripe
    assert stripe is not None and stripe.api_base == "https://api.stripe.com"
    assert "hidden" not in repr(stripe)
    for name in both:
        for wrong in ("", "with a hidden space", "hidden\n"):
            with pytest.raises(ConfigError, match=name) as refused:
                Config.from_environment(environment | both | {name: wrong})
            assert "hidden" not in str(refused.value)
    for base in ("http://127.0.0.1:8002", "http://localhost:1", "http://[::1]:8002", "https://proxy.example"):
        assert Config.from_environment(environment | both | {"STRIPE_API_BASE": base}).stripe.api_base == base
    for base in ("http://proxy.example", "http://10.0.0.1:80", "http://127.0.0.1.example", "proxy.example", "https://proxy.example/v1"):
        with pytest.raises(ConfigError, match="STRIPE_API_BASE"):
            Config.from_environment(environment | both | {"STRIPE_API_BASE": base})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_DATABASE_URL", ""),
        ("API_DATABASE_URL", "postgresql://[x/"),
        ("API_DATABASE_URL", "nonsense hidden"),
        ("JWT_KEYS_FILE", ""),
        ("JWT_KEYS_FILE", "/nowhere/keys.json"),
        ("JWT_KEYS_FILE", "/"),
        ("API_PORT", "x"),
        ("API_PORT", "0"),
        ("API_PORT", "65536"),
        ("API_PORT", "-1"),
        ("API_PORT", "٣"),
        *[("PUBLIC_URL", url) for url in WRONG_ORIGINS],
        *[("ALLOWED_ORIGINS", url) for url in WRONG_ORIGINS],
        ("ALLOWED_ORIGINS", "https://app.example https://b.example"),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_told(environment, name, value):
    with pytest.raises(ConfigError, match=name) as refused:
        Config.from_environment(environment | {name: value})
    assert "\n" not in str(refused.value)
    if name == "API_DATABASE_URL":
        assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ALLOWED_ORIGINS": "*"}, "ALLOWED_ORIGINS"),
        ({"WEB_CONCURRENCY": "0"}, "WEB_CONCURRENCY"),
        ({"JWT_KEYS_FILE": "/nowhere"}, "JWT_KEYS_FILE"),
        ({"API_PORT": "http"}, "API_PORT"),
    ],
)
def test_the_server_stops_at_its_start_with_the_sentence(environment, wrong, told):
    settings = {"PATH": "/usr/bin:/bin", "API_PORT": str(free_port())} | environment | wrong
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert done.stderr.startswith("The API does not start: ") and told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, "a sentence, no traceback"


def test_secrets_are_not_in_what_settings_print(environment):
    config = Config.from_environment(environment)
    assert "hidden" not in repr(config)
    assert "kkk" not in repr(config) and key(32) not in repr(config)
