"""How gunicorn serves the API. Read by `gunicorn` from the project's root; the settings are api/config.py's."""

import os
import shutil
import tempfile

from prometheus_client import multiprocess

from api.config import port

wsgi_app = "api.app:get_app()"
worker_class = "api.worker.Worker"
bind = f"{os.environ.get('API_HOST', '127.0.0.1')}:{port(os.environ, 'API_PORT', 8000)}"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(os.cpu_count() or 1, 4))
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
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False}, "uvicorn": {"level": "WARNING"}},
}

# Workers count requests in files of this directory, and whichever is asked for /metrics adds them up.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="syncstream-metrics-"))


def child_exit(server, worker):
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
