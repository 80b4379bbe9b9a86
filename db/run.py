"""`make run`: the database, the schema, demo data, the API; Ctrl-C stops all of it.

A killed session blocks nothing: its children end with it, and a postmaster that it left is stopped at the next start.
"""

import ctypes
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import urlsafe_b64encode
from pathlib import Path

from api.config import ConfigError, port
from db.cluster import ROOT, Cluster, SetupError, home_directory
from db.deployment import LOGINS, Target, read_or_make_secret
from db.vault import ensure_vault

PR_SET_PDEATHSIG = 1  # linux/prctl.h
READY_SECONDS = 60
DEMO = ("demo@example.com", "demo-password")


def say(text: str) -> None:
    print(text, flush=True)


def lock(home: Path):
    """Held while this runs, so that two do not share a cluster."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        file = open(home / "lock", "w")
    except OSError as error:
        raise SetupError(f"{home} cannot be used: {error.strerror}. Set SYNCSTREAM_HOME to a directory of yours.") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SetupError(f"`make run` is running already on {home}. Stop it, or set SYNCSTREAM_HOME to another directory.") from None
    return file


def require_free(number: int, name: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            raise SetupError(f"Port {number} is in use. Stop what uses it, or choose another: {name}={number + 10} make run") from None


def make_jwt_keys(path: Path) -> None:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kid = time.strftime("%Y-%m-%d")
        key = urlsafe_b64encode(secrets.token_bytes(32)).decode()
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump({"signing": kid, "keys": {kid: key}}, file)


def api_environment(target: Target, home: Path) -> dict[str, str]:
    """What the API reads: an address of the database as its own login, its keys."""
    for login in LOGINS:
        target.set_password(login, read_or_make_secret(home / "secrets" / f"{login}.password"))
    make_jwt_keys(home / "secrets/jwt_keys.json")
    password = read_or_make_secret(home / "secrets/syncstream_api.password")
    return {
        **os.environ,
        "API_DATABASE_URL": target.login_dsn("syncstream_api", password),
        "JWT_KEYS_FILE": str(home / "secrets/jwt_keys.json"),
    }


def spawn(command: list[str], environment: dict[str, str], log: Path | None = None) -> subprocess.Popen:
    """Start a child that gets SIGTERM when this process ends, however it ends. Ctrl-C reaches it through us alone."""
    libc = ctypes.CDLL(None)
    output = open(log, "ab") if log else None
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stderr=output,
        start_new_session=True,
        preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
    )


def start_api(environment: dict[str, str], log: Path | None = None) -> subprocess.Popen:
    return spawn([sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")], environment, log)


def wait_until_ready(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SetupError("The API ended at its start; its message is above.")
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SetupError(f"The API did not become ready within {READY_SECONDS} seconds; its messages are above.")


def add_demo_account(url: str) -> None:
    """Through the API, as anybody would."""
    email, password = DEMO
    body = json.dumps({"email": email, "password": password, "device_name": "make run", "device_id": "make-run"}).encode()
    request = urllib.request.Request(f"{url}/v1/auth/signup", body, {"Content-Type": "application/json"})
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError as error:
        if error.code != 409:  # it was there
            raise


def stop_signals_raise() -> None:
    def stop(signum, frame):
        raise KeyboardInterrupt

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop)


def run() -> None:
    home = home_directory()
    api_port = port(os.environ, "API_PORT", 8000)
    url = f"http://127.0.0.1:{api_port}"
    held = lock(home)
    require_free(api_port, "API_PORT")

    cluster = api = None
    try:
        if os.environ.get("DATABASE_URL"):
            target = Target.existing(os.environ["DATABASE_URL"])
        else:
            cluster = Cluster(home)
            say(f"PostgreSQL: starting in {home}")
            if cluster.create():
                say("PostgreSQL: made a new cluster")
            cluster.start()
            target = Target.embedded(cluster)
        target.prepare()
        say("Schema: deploying what is new")
        target.sqitch("deploy", "--verify")
        ensure_vault(target, home)
        api = start_api(api_environment(target, home))
        wait_until_ready(url, api)
        add_demo_account(url)
        say(
            f"\nReady.  API {url}  ·  documentation {url}/docs\n        demo login {DEMO[0]} / {DEMO[1]}\n        Ctrl-C stops everything.\n"
        )
        api.wait()
        raise SetupError("The API ended; its message is above.")
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        if api:
            api.terminate()
            api.wait()
        if cluster:
            cluster.stop()
        held.close()


def main() -> None:
    stop_signals_raise()
    try:
        run()
    except (SetupError, ConfigError) as error:
        sys.exit(f"make run: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
