"""Starts a relay: `python -m api.relay`."""

import asyncio
import logging.config
import signal
import sys

import uvloop

from api.config import ConfigError, RelayConfig
from api.relay.server import Relay

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"class": "pythonjsonlogger.json.JsonFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {"websockets": {"level": "WARNING"}},
}


async def serve(config: RelayConfig) -> bool:
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    return await Relay(config).run(stop)


def main() -> None:
    logging.config.dictConfig(LOGGING)
    try:
        sys.exit(0 if uvloop.run(serve(RelayConfig.from_environment())) else 1)
    except ConfigError as error:
        sys.exit(f"The relay does not start: {error}")
    except OSError as error:
        sys.exit(f"The relay does not start: {error.strerror or error}")


if __name__ == "__main__":
    main()
