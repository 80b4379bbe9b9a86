"""Debian's Chromium, driven over a pipe in its own protocol: no driver, nothing downloaded."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from base64 import b64decode
from pathlib import Path

FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe"),
    # A page of several is as awake as one that somebody looks at.
    *("--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding"),
]
SECONDS = 20


class Pipe:
    """A browser's process, and the protocol in which it is spoken to."""

    def __init__(self, flags: tuple[str, ...]):
        program = shutil.which("chromium")
        assert program, "Chromium is not installed. make test-browser installs it"
        self._profile = tempfile.mkdtemp(prefix="syncstream-chromium-")
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()

        def as_3_and_4() -> None:
            os.setsid()
            kept = os.dup(commands), os.dup(answers)
            os.dup2(kept[0], 3)
            os.dup2(kept[1], 4)

        self._process = subprocess.Popen(
            [program, *FLAGS, *flags, f"--user-data-dir={self._profile}", "about:blank"],
            preexec_fn=as_3_and_4,
            pass_fds=(3, 4, commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._number, self._buffer = 0, b""
        self.errors: dict[str, list[str]] = {}  # of pages, by session

    def close(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._commands)
        os.close(self._answers)
        shutil.rmtree(self._profile, ignore_errors=True)

    def send(self, method: str, session: str | None = None, **params) -> dict:
        self._number += 1
        about = {"sessionId": session} if session else {}
        os.write(self._commands, json.dumps({"id": self._number, "method": method, "params": params, **about}).encode() + b"\0")
        while True:
            message = self._receive()
            if message.get("id") == self._number:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]
            errors = self.errors.get(message.get("sessionId"), [])
            if message.get("method") == "Runtime.exceptionThrown":
                errors.append(str(message["params"]["exceptionDetails"].get("exception", {}).get("description")))
            if message.get("method") == "Log.entryAdded" and message["params"]["entry"]["source"] == "security":
                errors.append(message["params"]["entry"]["text"])

    def _receive(self) -> dict:
        while b"\0" not in self._buffer:
            piece = os.read(self._answers, 65536)
            assert piece, "Chromium has ended"
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(line)


class Page:
    """A page, of a phone's size where nothing else is said."""

    def __init__(self, pipe: Pipe, target: str, width: int, height: int, dark: bool):
        self._pipe = pipe
        self._session = pipe.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.errors = pipe.errors.setdefault(self._session, [])
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=width < 600)
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def send(self, method: str, **params) -> dict:
        return self._pipe.send(method, self._session, **params)

    # -- what a person does

    def open(self, url: str) -> None:
        self.send("Page.navigate", url=url)

    def see(self, selector: str) -> None:
        """Wait until it is there to be seen."""
        self.wait(f"document.querySelector({json.dumps(selector)})?.checkVisibility() && document.readyState === 'complete'")

    def click(self, selector: str) -> None:
        self.see(selector)
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        for character in text:
            self.send("Input.dispatchKeyEvent", type="char", text=character)

    def press(self, key: str) -> None:
        codes = {"Enter": (13, "\r"), "Tab": (9, ""), "ArrowDown": (40, ""), "ArrowRight": (39, ""), "ArrowLeft": (37, ""), " ": (32, " ")}
        for kind in ("keyDown", "keyUp"):
            code, text = codes[key]
            self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, text=text if kind == "keyDown" else ""
            )

    def fill(self, selector: str, text: str) -> None:
        self.see(selector)
        self.run(f"(e => {{ e.focus(); e.select(); }})(document.querySelector({json.dumps(selector)}))")
        self.send("Input.insertText", text=text)

    # -- what there is

    def text(self, selector: str) -> str:
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def run(self, expression: str):
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if self.run(f"Boolean({expression})"):
                return
            time.sleep(0.05)
        raise AssertionError(f"never so: {expression}\n{self.text('body')}")

    def screenshot(self, path: Path) -> None:
        path.write_bytes(b64decode(self.send("Page.captureScreenshot")["data"]))


class Chromium(Page):
    """A browser, with its first page. More pages are other people's: each has cookies and storage of its own."""

    def __init__(self, width: int = 390, height: int = 844, dark: bool = False, flags: tuple[str, ...] = ()):
        pipe = Pipe(flags)
        (target,) = [t for t in pipe.send("Target.getTargets")["targetInfos"] if t["type"] == "page"]
        super().__init__(pipe, target["targetId"], width, height, dark)

    def another(self, width: int = 390, height: int = 844, dark: bool = False, proxy: str | None = None) -> Page:
        """A page of another person; `proxy`, such as socks5://127.0.0.1:1080, is the way of all that it asks for."""
        through = {"proxyServer": proxy, "proxyBypassList": "<-loopback>"} if proxy else {}
        context = self._pipe.send("Target.createBrowserContext", **through)["browserContextId"]
        target = self._pipe.send("Target.createTarget", url="about:blank", browserContextId=context, width=width, height=height)
        return Page(self._pipe, target["targetId"], width, height, dark)

    def close(self) -> None:
        self._pipe.close()
