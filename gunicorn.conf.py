"""How gunicorn serves the API. Read by `gunicorn` from the project's root; the settings are api/config.py's."""

import os
import shutil
import sys
import tempfile

from api.config import Config, ConfigError, port, whole_number

try:
    bind = f"{os.environ.get('API_HOST') or '127.0.0.1'}:{port(os.environ, 'API_PORT', 8000)}"
    workers = whole_number(os.environ, "WEB_CONCURRENCY", min(os.cpu_count() or 1, 4), 1, 64)
    Config.from_environment()  # each worker reads it again; here a wrong setting stops the start
except ConfigError as error:
    sys.exit(f"The API does not start: {error}")

# Workers count requests in files of this directory, and whichever is asked for /metrics adds them up.
# prometheus_client looks at the variable when it is imported.
metrics_directory = None
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    metrics_directory = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="syncstream-metrics-")

wsgi_app = "api.app:get_app()"
worker_class = "api.worker.Worker"
backlog = 2048
timeout = 30  # of a worker that does not answer its arbiter: it is replaced
graceful_timeout = 20  # longer than any call's statement timeout
keepalive = 75  # longer than nginx keeps its idle connections to us
control_socket_disable = True

loglevel = "info"
accesslog = None  # a line a request costs as much as answering it; nginx writes one
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"class": "pythonjsonlogger.json.JsonFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        **{name: {"level": "WARNING"} for name in ("uvicorn", "stripe", "httpx")},
    },
}


def child_exit(server, worker):
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    if metrics_directory:
        shutil.rmtree(metrics_directory, ignore_errors=True)
