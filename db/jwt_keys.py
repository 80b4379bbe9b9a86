"""The keys of access tokens: making the first one, rotating them.

They are one file (`api.config.Keys`), `JWT_KEYS_FILE`, which the API and the relay look at twice a second: to change it is
to put it into force. So a rotation needs no restart, and since a new key verifies everywhere before it signs anywhere,
nobody is signed out.
"""

import argparse
import json
import os
import secrets
import sys
import time
from base64 import urlsafe_b64encode
from pathlib import Path

from api.auth import FOLLOW_SECONDS
from api.config import Config, ConfigError, Keys
from db.cluster import SetupError, home_directory
from db.deployment import write_secret

SETTLE_SECONDS = 4 * FOLLOW_SECONDS  # until every worker has looked at the file, one that was busy too
TOKEN_SECONDS = Config.access_token_seconds


def jwt_keys_file(home: Path) -> Path:
    return Path(os.environ.get("JWT_KEYS_FILE") or home / "secrets/jwt_keys.json")


def make_jwt_keys(path: Path) -> None:
    """The first key, where there is none."""
    if not path.exists():
        kid, key = new_key()
        write_keys(path, kid, {kid: key})


def rotate(path: Path, revoke: bool = False) -> None:
    """A new key verifies, then it signs. The one before goes on verifying until the next rotation; with `revoke`, it ends
    now, and with it every access token that it signed: apps refresh.
    """
    Keys.read(path)  # refuses a file that the API would refuse
    content = json.loads(path.read_text())
    old, keys = content["signing"], content["keys"]
    if time.time() - path.stat().st_mtime > TOKEN_SECONDS + SETTLE_SECONDS:
        keys = {old: keys[old]}  # whatever the others signed has expired
    kid, key = new_key()
    put_into_force(path, old, {**keys, kid: key})
    print(f"Keys: {kid} verifies", flush=True)
    put_into_force(path, kid, {**keys, kid: key})
    print(f"Keys: {kid} signs", flush=True)
    if revoke:
        put_into_force(path, kid, {kid: key})
        print(f"Keys: what {', '.join(keys)} signed is refused", flush=True)


def put_into_force(path: Path, signing: str, keys: dict[str, str]) -> None:
    write_keys(path, signing, keys)
    time.sleep(SETTLE_SECONDS)


def new_key() -> tuple[str, str]:
    return f"{time.strftime('%Y-%m-%d', time.gmtime())}-{secrets.token_hex(3)}", urlsafe_b64encode(secrets.token_bytes(32)).decode()


def write_keys(path: Path, signing: str, keys: dict[str, str]) -> None:
    write_secret(path, json.dumps({"signing": signing, "keys": keys}))


def main() -> None:
    parser = argparse.ArgumentParser(prog="make rotate-jwt-key", description="Sign access tokens with a new key, while everything runs.")
    parser.add_argument("--revoke", action="store_true", help="the old keys became known: refuse what they signed")
    options = parser.parse_args()
    try:
        rotate(jwt_keys_file(home_directory()), options.revoke)
    except (SetupError, ConfigError) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}.")


if __name__ == "__main__":
    main()
