"""The database's side of running the project: the embedded cluster, deployment, `make run`."""
