"""One worker of as many threads as the pool has connections."""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
workers = 1
worker_class = "gthread"
threads = int(os.environ["CONNECTIONS"])
keepalive = 75
control_socket_disable = True
