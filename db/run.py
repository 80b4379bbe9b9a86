"""`make run`: the database, the schema, a demo account, the API, the relay; Ctrl-C or SIGTERM stops all of it.

A killed session blocks nothing: its API and its relay end with it, and whatever else it left is cleared at the next start.
"""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from api.config import Config, ConfigError, RelayConfig, port, whole_number
from db import stripe_double
from db.backup import recovered
from db.cluster import ROOT, STOP_SIGNALS, Cluster, SetupError, home_directory
from db.deployment import LOGINS, Target, read_or_make_secret
from db.jwt_keys import jwt_keys_file, make_jwt_keys
from db.vault import ensure_vault

PR_SET_PDEATHSIG = 1  # linux/prctl.h
READY_SECONDS = 60
READY_ANSWERS = 10
STOP_SECONDS = 30  # longer than gunicorn's graceful_timeout
DEMO_PASSWORD = "demo-password"
DEMO = {"demo@example.com": "free", "host@example.com": "premium"}  # who has which plan
MARK = "SYNCSTREAM_STARTED_BY"  # in the environment of the processes that a home's `make run` started: the home
LOG_BYTES = 10_000_000


def say(text: str) -> None:
    # Whoever read our output may be gone (`make run | head`): no reason to leave anything running.
    with suppress(OSError):
        print(text, flush=True)


# -- before anything starts


def lock(home: Path) -> int:
    """Held until this process ends, however it ends, so that two do not share a cluster."""
    try:
        if not home.exists():
            home.mkdir(parents=True)
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)  # root's: postgres must pass through
        descriptor = os.open(home / "lock", os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise SetupError(f"{home} cannot be used: {error.strerror}. Set SYNCSTREAM_HOME to a directory of yours.") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SetupError(f"`make run` is running already on {home}. Stop it, or set SYNCSTREAM_HOME to another directory.") from None
    return descriptor


def require_free(number: int, name: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except PermissionError:
            raise SetupError(f"Port {number} is for root alone. Choose another: {name}={number + 8000} make run") from None
        except OSError:
            other = number + 10 if number < 65000 else 8010
            raise SetupError(f"Port {number} is in use. Stop what uses it, or choose another: {name}={other} make run") from None


def check_settings(home: Path) -> None:
    """What the API and the relay would refuse at their start, before anything else is started."""
    make_jwt_keys(home / "secrets/jwt_keys.json")
    settings = {**os.environ, "JWT_KEYS_FILE": str(jwt_keys_file(home))}
    Config.from_environment({**settings, "API_DATABASE_URL": "postgresql://later/"})
    RelayConfig.from_environment({**settings, "RELAY_DATABASE_URL": "postgresql://later/"})
    whole_number(os.environ, "WEB_CONCURRENCY", 1, 1, 64)
    stripe_double.is_wanted()


# -- secrets, and the environments of the API and the relay


def api_environment(target: Target, home: Path) -> dict[str, str]:
    """What the API reads: an address of the database as its own login, its keys. Nothing of the administrator's."""
    for login in LOGINS:
        target.set_password(login, read_or_make_secret(home / "secrets" / f"{login}.password"))
    make_jwt_keys(home / "secrets/jwt_keys.json")
    password = read_or_make_secret(home / "secrets/syncstream_api.password")
    metrics = home / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(mode=0o700)
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("PG")},
        "API_DATABASE_URL": target.login_dsn("syncstream_api", password),
        "JWT_KEYS_FILE": str(jwt_keys_file(home)),
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        MARK: str(home.resolve()),
    }


def relay_environment(api: Mapping[str, str], target: Target, home: Path) -> dict[str, str]:
    """What the relay reads: what the API does, but for its secrets, with a login of its own. It counts by itself, in one process."""
    password = read_or_make_secret(home / "secrets/syncstream_relay.password")
    return {
        **{name: value for name, value in api.items() if not name.startswith(("API_DATABASE_URL", "PROMETHEUS_", "STRIPE_"))},
        "RELAY_DATABASE_URL": target.login_dsn("syncstream_relay", password),
    }


# -- processes


def spawn(command: list[str], environment: dict[str, str], log: Path | None = None) -> subprocess.Popen:
    """Start a child that gets SIGTERM when this process ends, however it ends. Ctrl-C reaches it through us alone."""
    libc = ctypes.CDLL(None)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if log else None
    try:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
        )
    finally:
        if output is not None:
            os.close(output)


def start_api(environment: dict[str, str], log: Path | None = None) -> subprocess.Popen:
    return spawn([sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")], environment, log)


def start_relay(environment: dict[str, str], log: Path | None = None) -> subprocess.Popen:
    return spawn([sys.executable, "-m", "api.relay"], environment, log)


def stop(processes: Collection[subprocess.Popen]) -> None:
    """Let them finish what they are answering; one that does not end is ended with all that it started."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def end_orphans(home: Path) -> None:
    """End what a killed `make run` of this home left; the lock says that no other one is there."""
    mark = f"{MARK}={home.resolve()}".encode()
    for attempt in range(200):
        orphans = [process for process in Path("/proc").glob("[0-9]*") if mark in environment_of(process)]
        if not orphans:
            return
        if attempt == 0:
            say("Ending what a killed session left running …")
        if attempt in (0, 100):
            for process in orphans:
                with suppress(ProcessLookupError):
                    os.kill(int(process.name), signal.SIGTERM if attempt == 0 else signal.SIGKILL)
        time.sleep(0.1)
    raise SetupError(f"Processes of an earlier `make run` do not end: {', '.join(process.name for process in orphans)}. Kill them.")


def environment_of(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:  # another user's, or gone
        return []


# -- one after the other


def start_embedded(cluster: Cluster) -> None:
    """The embedded cluster, running; made where there is none."""
    home = cluster.home
    say(f"PostgreSQL: starting in {home}" + ("" if home.is_relative_to(ROOT) or os.environ.get("SYNCSTREAM_HOME") else NOT_HERE))
    # While it stands, the first deployment is not through: nobody has used this cluster, and Sqitch could not go on.
    unfinished = home / "first-start"
    if unfinished.exists():
        say("PostgreSQL: the first start was interrupted; starting over")
        cluster.stop("immediate")
        shutil.rmtree(cluster.data, ignore_errors=True)
    if cluster.create():
        unfinished.touch()
        say("PostgreSQL: made a new cluster")
    restoring = cluster.restoring
    if os.environ.get("BACKUP_DIRECTORY"):
        cluster.backups = Path(os.environ["BACKUP_DIRECTORY"]).absolute()
    cluster.start()
    if restoring:
        recovered(Target.embedded(cluster), home)


NOT_HERE = f"\n            (PostgreSQL runs as the user postgres, who cannot enter {ROOT}; SYNCSTREAM_HOME chooses another place)"


def wait_until_ready(url: str, process: subprocess.Popen, name: str = "The API") -> None:
    """Until it answers from the database. Several times over: each worker of the API reads the routes for itself."""
    deadline = time.monotonic() + READY_SECONDS
    answers = 0
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SetupError(f"{name} ended at its start.")
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5):
                answers += 1
        except (urllib.error.URLError, OSError):
            answers = 0
            time.sleep(0.1)
        if answers == READY_ANSWERS:
            return
    raise SetupError(f"{name} did not become ready within {READY_SECONDS} seconds.")


def add_demo_accounts(url: str, target: Target) -> None:
    """Through the API, as anybody would; the plan by a row, as a DBA would."""
    for email, plan in DEMO.items():
        sign_up(url, email)
        if plan != "free":
            with target.connect() as connection:
                connection.execute(
                    "insert into app.subscription (account_id, plan, status, source, current_period_end)"
                    " select e.account_id, %s, 'active', 'grant', now() + '10 years' from app.account_email e where e.email = %s"
                    " and not exists (select from app.subscription s where s.account_id = e.account_id)",
                    [plan, email],
                )


def sign_up(url: str, email: str) -> None:
    """An account; one that is there already stays."""
    body = json.dumps({"email": email, "password": DEMO_PASSWORD, "device_name": "make run", "device_id": "make-run"}).encode()
    request = urllib.request.Request(f"{url}/v1/auth/signup", body, {"Content-Type": "application/json"})
    for _ in range(50):
        try:
            urllib.request.urlopen(request, timeout=30).close()
            return
        except urllib.error.HTTPError as error:
            if error.code == 409:
                return
            answer = f"{error.code} {error.read().decode(errors='replace')}"
            if error.code != 503:
                break
        time.sleep(0.2)
    raise SetupError(f"The account {email} could not be made: {answer}")


def watch(processes: Mapping[str, subprocess.Popen], cluster: Cluster | None) -> None:
    """Until one of them ends. A server that is being restarted by hand may be away for a while."""
    away = 0
    while all(process.poll() is None for process in processes.values()):
        away = away + 1 if cluster and not cluster.running() else 0
        if cluster and away > 30:
            raise SetupError(f"PostgreSQL ended; {cluster.log} says why.")
        time.sleep(1)
    raise SetupError(f"{next(name for name, process in processes.items() if process.poll() is not None)} ended.")


def log_file(home: Path, name: str) -> Path:
    """Where it goes on; a long one is put aside."""
    log = home / name
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.rename(home / f"{name}.1")
    return log


def last_lines(log: Path) -> str:
    with suppress(OSError):
        return "".join(log.read_text(errors="replace").splitlines(keepends=True)[-15:])
    return ""


def raise_on_signals() -> None:
    def interrupt(signum, frame):
        raise KeyboardInterrupt

    for signum in STOP_SIGNALS:
        if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:  # nohup asked for it
            signal.signal(signum, interrupt)


def run() -> None:
    home = home_directory()
    existing = os.environ.get("DATABASE_URL")
    api_port, relay_port = port(os.environ, "API_PORT", 8000), port(os.environ, "RELAY_PORT", 8001)
    url, relay_url = f"http://127.0.0.1:{api_port}", f"http://127.0.0.1:{relay_port}"
    target = Target.existing(existing) if existing else None
    held = lock(home)
    check_settings(home)
    end_orphans(home)
    require_free(api_port, "API_PORT")
    require_free(relay_port, "RELAY_PORT")
    if stripe_double.is_wanted():
        require_free(stripe_double.stripe_port(), "STRIPE_PORT")

    cluster = None
    started: dict[str, subprocess.Popen] = {}
    try:
        if target is None:
            cluster = Cluster(home)  # before it is started, so that it is stopped however far the start gets
            start_embedded(cluster)
            target = Target.embedded(cluster)
        else:
            say(f"PostgreSQL: using the server of DATABASE_URL, database {target.database}")
        target.prepare()
        say("Schema: deploying what is new")
        target.sqitch("deploy", "--verify")
        try:
            ensure_vault(target, home if cluster else None)
        except SetupError as error:
            if cluster:
                raise
            say(f"Vault: playlists answer 503 until this is mended. {error}")
        (home / "first-start").unlink(missing_ok=True)
        environment = api_environment(target, home)
        api_log, relay_log = log_file(home, "api.log"), log_file(home, "relay.log")
        if stripe_double.is_wanted():
            environment |= stripe_double.settings()
        say("API and relay: starting")
        started["The API"] = start_api(environment, api_log)
        started["The relay"] = start_relay(relay_environment(environment, target, home), relay_log)
        for (name, process), address, log in zip(started.items(), (url, relay_url), (api_log, relay_log), strict=True):
            try:
                wait_until_ready(address, process, name)
            except SetupError as error:
                raise SetupError(f"{error} {log} ends with:\n{last_lines(log)}") from None
        if stripe_double.is_wanted():
            log = log_file(home, "stripe-double.log")
            started["The Stripe double"] = stripe_double.start(lambda command: spawn(command, environment, log), target, home, url)
        if cluster:
            add_demo_accounts(url, target)
        socket_url = f"ws://127.0.0.1:{relay_port}/v1/socket"
        (home / "url").write_text(url)
        (home / "socket").write_text(socket_url)
        say("")
        say(f"Ready.  API            {url}")
        say(f"        documentation  {url}/docs")
        say(f"        watch party    {url}/party")
        say(f"        socket         {socket_url}")
        if cluster:
            for email, plan in DEMO.items():
                say(f"        demo login     {email} / {DEMO_PASSWORD} ({plan})")
        if stripe_double.is_wanted():
            say(f"        Stripe double  {stripe_double.settings()['STRIPE_API_BASE']}: plans can be bought, nothing is charged")
        say(f"        logs           {api_log}, {relay_log.name}" + (f", {cluster.log.name}" if cluster else ""))
        say("        Try `make demo` in another terminal. Ctrl-C stops everything.\n")
        watch(started, cluster)
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        for signum in STOP_SIGNALS:
            signal.signal(signum, signal.SIG_IGN)
        for written in ("url", "socket"):
            (home / written).unlink(missing_ok=True)
        stop(started.values())
        if cluster:
            cluster.stop()
        os.close(held)


def main() -> None:
    raise_on_signals()
    try:
        run()
    except (SetupError, ConfigError) as error:
        sys.exit(f"make run: {error}")
    except OSError as error:
        sys.exit(f"make run: {error.filename or 'The system'}: {error.strerror or error}.")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
