"""Measurements. `make bench` runs the summary in __main__.py; the other modules run by name: `python -m bench.<name>`."""
