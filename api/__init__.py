"""The HTTP API: verifies a token, calls one function in PostgreSQL, wraps its answer."""
