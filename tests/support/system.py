"""A whole SyncStream TV of a test's own: cluster, schema, API, relays, in a temporary directory."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from db.cluster import Cluster
from db.deployment import Target
from db.run import api_environment, relay_environment, start_api, start_relay, wait_until_ready
from db.vault import ensure_vault


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class System:
    """`database()` makes the cluster and deploys; `start_api()` serves it. `close()` leaves nothing behind."""

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="syncstream-", dir="/tmp"))
        os.chmod(self.directory, 0o711)  # PostgreSQL, as another user, must pass through
        self.home = self.directory / "home"
        self.cluster = Cluster(self.home)
        self.target: Target | None = None
        self.api: subprocess.Popen | None = None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.relays: list[RelayProcess] = []

    def create(self) -> "System":
        self.cluster.create()
        self.cluster.start()
        self.target = Target.embedded(self.cluster)
        self.target.prepare()
        return self

    def deploy(self) -> None:
        self.target.sqitch("deploy", "--verify", output=subprocess.DEVNULL)
        ensure_vault(self.target, self.home)

    def start_api(self, **environment: str) -> None:
        settings = {"API_PORT": str(self.port), "WEB_CONCURRENCY": "2", "PUBLIC_URL": self.url, "ALLOWED_ORIGINS": "https://app.example"}
        self.api_log = self.directory / "api.log"
        self.api_environment = {**api_environment(self.target, self.home), **settings, **environment}
        self.api = start_api(self.api_environment, log=self.api_log)
        wait_until_ready(self.url, self.api)

    def stop_api(self) -> None:
        if self.api:
            self.api.terminate()
            self.api.wait(30)
            self.api = None

    def start_relay(self, port: int | None = None, **environment: str) -> "RelayProcess":
        """One more; or one that was there, again on its port. After the API, whose settings it takes."""
        relay = RelayProcess(port or free_port(), self.directory)
        settings = {"RELAY_PORT": str(relay.port), **environment}
        relay.start(relay_environment(self.api_environment, self.target, self.home) | settings)
        self.relays = [other for other in self.relays if other.port != relay.port] + [relay]
        return relay

    def connect(self):
        """As the administrator, past row-level security."""
        return self.target.connect()

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)

    def wait_until_ready(self, seconds: float = 30) -> float:
        """Until the API can answer from the database; how long that took."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            try:
                if httpx.get(f"{self.url}/health/ready", timeout=5).status_code == 200:
                    return time.monotonic() - started
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"not ready within {seconds} s")

    def close(self) -> None:
        for relay in self.relays:
            relay.stop()
        self.stop_api()
        self.cluster.stop("immediate")
        shutil.rmtree(self.directory, ignore_errors=True)


class RelayProcess:
    """A relay of its own process: `url` for HTTP, `socket` for apps."""

    def __init__(self, port: int, directory: Path):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.socket = f"ws://127.0.0.1:{port}/v1/socket"
        self.log = directory / f"relay-{port}.log"

    def start(self, environment: dict[str, str]) -> None:
        self.process = start_relay(environment, log=self.log)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        wait_until_ready(self.url, self.process, "The relay")

    def metric(self, name: str, **labels: str) -> float:
        """The sum of a metric's samples that have these labels."""
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        lines = [line for line in httpx.get(f"{self.url}/metrics").text.splitlines() if re.match(rf"{name}[ {{]", line)]
        return sum(float(line.rpartition(" ")[2]) for line in lines if all(text in line for text in wanted))

    def kill(self) -> None:
        """Without a word to anybody."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
