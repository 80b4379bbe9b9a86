"""The gunicorn worker: uvicorn's, on uvloop and httptools, the cheapest of the well-kept ones (bench/)."""

from uvicorn_worker import UvicornWorker


class Worker(UvicornWorker):
    CONFIG_KWARGS = {
        "loop": "uvloop",
        "http": "httptools",
        "lifespan": "on",
        "interface": "asgi3",
        "ws": "none",  # sockets are the relay's
        # Before gunicorn's own graceful_timeout, so that a request which does not end is cut off and the rest still
        # closes in order.
        "timeout_graceful_shutdown": 15,
        "access_log": False,
        "server_header": False,
        "log_config": None,
    }
