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
]
SECONDS = 20


class Chromium:
    """One browser with one page, of a phone's size."""

    def __init__(self, width: int = 390, height: int = 844, dark: bool = False):
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
            [program, *FLAGS, f"--user-data-dir={self._profile}", "about:blank"],
            preexec_fn=as_3_and_4,
            pass_fds=(3, 4, commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._number, self._buffer, self._session = 0, b"", None
        self.errors: list[str] = []
        (target,) = [t for t in self.send("Target.getTargets")["targetInfos"] if t["type"] == "page"]
        self._session = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=True)
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def close(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._commands)
        os.close(self._answers)
        shutil.rmtree(self._profile, ignore_errors=True)

    # -- what a person does

    def open(self, url: str) -> None:
        self.send("Page.navigate", url=url)

    def see(self, selector: str) -> None:
        """Wait until it is there to be seen."""
        self.wait(f"document.querySelector({json.dumps(selector)})?.offsetParent && document.readyState === 'complete'")

    def click(self, selector: str) -> None:
        self.see(selector)
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        for character in text:
            self.send("Input.dispatchKeyEvent", type="char", text=character)

    def press(self, key: str) -> None:
        codes = {"Enter": (13, "\r"), "Tab": (9, ""), "ArrowDown": (40, "")}
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

    # -- the protocol

    def send(self, method: str, **params) -> dict:
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        os.write(self._commands, json.dumps({"id": self._number, "method": method, "params": params, **session}).encode() + b"\0")
        while True:
            message = self._receive()
            if message.get("id") == self._number:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]
            if message.get("method") == "Runtime.exceptionThrown":
                self.errors.append(str(message["params"]["exceptionDetails"].get("exception", {}).get("description")))
            if message.get("method") == "Log.entryAdded" and message["params"]["entry"]["source"] == "security":
                self.errors.append(message["params"]["entry"]["text"])

    def _receive(self) -> dict:
        while b"\0" not in self._buffer:
            piece = os.read(self._answers, 65536)
            assert piece, "Chromium has ended"
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(line)
