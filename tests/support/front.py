"""nginx as db/server/install lays it down, in front of a system: other ports, a certificate of its own, no root needed."""

import os
import re
import ssl
import subprocess
import time
from pathlib import Path

import httpx

from db.cluster import ROOT
from tests.support.system import free_port

NAME = "tv.example.com"


def lay_down(directory: Path, **environment: str) -> Path:
    """What the installer writes, below a directory."""
    done = subprocess.run(
        [ROOT / "db/server/install", NAME],
        env={**os.environ, "DESTDIR": str(directory), **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return directory


class Front:
    """`with Front(directory, api_port, relay_port) as front:` serves them on `front.url`."""

    def __init__(self, directory: Path, api_port: int, relay_port: int, limited: bool = True):
        self.port = free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.directory = directory
        self.certificate = directory / "etc/syncstream/tls/fullchain.pem"
        lay_down(directory, HTTP_PORT=str(free_port()), HTTPS_PORT=str(self.port))
        subject = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", self.certificate.with_name("privkey.pem"))
        subprocess.run(["openssl", "req", "-x509", *key, "-out", self.certificate, *subject], check=True, capture_output=True)

        self.configuration = directory / "etc/syncstream/nginx.conf"
        text = self.configuration.read_text().replace("/etc/syncstream/tls", str(self.certificate.parent))
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{api_port}").replace("127.0.0.1:8001", f"127.0.0.1:{relay_port}")
        text = text.replace("/var/log/nginx", str(directory)).replace("/run/nginx.pid", f"{directory}/nginx.pid")
        if not limited:  # a test has one address; a flood comes from many
            text = re.sub(r"limit_conn (calls|sockets) \d+;", "", text)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        text = text.replace("http {\n", "http {\n" + "".join(f"    {kind}_temp_path {directory}/{kind};\n" for kind in kinds))
        self.configuration.write_text(text)
        self.command = ["/usr/sbin/nginx", "-c", str(self.configuration), "-e", f"{directory}/error.log"]

    def test(self) -> str:
        """What `nginx -t` says."""
        return subprocess.run([*self.command, "-t"], capture_output=True, text=True).stderr

    def __enter__(self) -> "Front":
        with open(self.directory / "nginx.out", "w") as output:
            self.process = subprocess.Popen([*self.command, "-g", "daemon off;"], stdout=output, stderr=output)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            assert self.process.poll() is None, (self.directory / "nginx.out").read_text()
            try:
                if self.client().get("/health/live").status_code == 200:
                    return self
            except httpx.HTTPError:
                time.sleep(0.05)
        self.__exit__()
        raise AssertionError(f"nginx does not serve: {(self.directory / 'error.log').read_text()}")

    def __exit__(self, *error) -> None:
        self.process.terminate()
        self.process.wait(30)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.certificate)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, verify=self.trust(), timeout=30)

    def curl(self, path: str, *options: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and body of what curl gets, by HTTP/2 unless it is told otherwise."""
        command = ["curl", "--silent", "--show-error", "--http2", "--include", "--max-time", "30", "--cacert", str(self.certificate)]
        done = subprocess.run([*command, *options, f"{self.url}{path}"], capture_output=True)
        assert done.stdout.startswith(b"HTTP/"), done.stderr
        head, _, body = done.stdout.decode().partition("\r\n\r\n")
        status, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return int(status.split()[1]), {"": status.split()[0], **headers}, body
