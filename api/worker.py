"""The gunicorn worker: uvicorn's, on uvloop and httptools, the cheapest of the well-kept ones (bench/)."""

from uvicorn_worker import UvicornWorker


class Worker(UvicornWorker):
    CONFIG_KWARGS = {
        "loop": "uvloop",
        "http": "httptools",
        "lifespan": "on",
        "interface": "asgi3",
        "access_log": False,
        "server_header": False,
        "log_config": None,
    }
