"""The JavaScript sync client, held as if it were the Python one."""

import json
import subprocess
from pathlib import Path

DRIVER = Path(__file__).with_name("sync_driver.mjs")


class JsSyncClient:
    """`send` as the Python client's; without it the client fetches from `url` itself."""

    def __init__(self, send=None, device_id="js", now=None, changes_a_call=500, url=None, token=None):
        self.send, self.now, self.device_id = send, now, device_id
        self.insist = False
        self.state: dict = {}
        self.rejected: list = []
        address = [url, token] if url else []
        command = ["node", str(DRIVER), device_id, str(changes_a_call), *address]
        self.node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def put(self, entity, item, data, playback_id=None):
        return self._call("put", entity, item, data, playback_id)

    def delete(self, entity, item):
        return self._call("delete", entity, item)

    def view(self, entity):
        return self._call("view", entity)

    def sync(self):
        self._call("sync")

    def close(self):
        self.node.stdin.close()
        self.node.wait(10)
        self.node.stdout.close()

    def _call(self, name, *args):
        self._write({"call": name, "args": args, "clock": self.now().isoformat(), "insist": self.insist})
        while True:
            answer = json.loads(self.node.stdout.readline())
            if "fetch" not in answer:
                break
            try:
                self._write({"data": self.send(answer["fetch"])})
            except OSError:
                self._write({})
        self.state, self.rejected = answer["state"], answer["rejected"]
        if "failed" in answer:
            raise OSError(answer["failed"])
        return answer["done"]

    def _write(self, message):
        self.node.stdin.write(json.dumps(message) + "\n")
        self.node.stdin.flush()
