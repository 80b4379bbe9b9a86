.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
.PHONY: help run test test-browser demo psql admin analyst report seed credits-audit stripe-reconcile lint deploy revert status rotate-vault-key rotate-jwt-key backup restore recovered schema release bench bench-relay bench-party bench-attack setup setup-test

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:
	@db/setup

setup-test:
	@db/setup test

run: setup  ## start everything: database, API; sets up what is missing; Ctrl-C stops it
	@exec $(PYTHON) -m db.run

test: setup-test lint  ## everything that is tested, from nothing, on a cluster of its own
	@exec $(PYTHON) -m pytest -n 2 --dist loadfile

test-browser: lint  ## the pages, in Chromium (half a gigabyte, so not a part of `make test`); SCREENSHOTS=dir keeps pictures
	@db/setup browser
	@exec $(PYTHON) -m pytest tests/browser

demo: setup  ## walk through the product against what `make run` started
	@exec $(PYTHON) -m db.demo

psql: setup  ## a psql session as administrator on the running database
	@exec $(PYTHON) -m db.manage psql

deploy: setup  ## deploy the changes that are new, with verification, to the running database
	@exec $(PYTHON) -m db.manage deploy

revert: setup  ## take back the last change (or TO=change, what came after it)
	@exec $(PYTHON) -m db.manage revert $(TO)

status: setup  ## which changes are deployed
	@exec $(PYTHON) -m db.manage status

rotate-vault-key: setup  ## seal all playlists' credentials with a new key, while everything runs; run again if it was stopped
	@exec $(PYTHON) -m db.vault $(ARGS)

rotate-jwt-key: setup  ## sign access tokens with a new key, while everything runs; ARGS=--revoke where the old one became known
	@exec $(PYTHON) -m db.jwt_keys $(ARGS)

backup: setup  ## a base backup into DIR, beside the archive of WAL
	@exec $(PYTHON) -m db.backup backup $(if $(DIR),--directory "$(DIR)") $(ARGS)

restore: setup  ## a data directory TO from the backups in DIR, as it was at TIME; VAULT= says where the vault's keys are
	@exec $(PYTHON) -m db.backup restore $(if $(DIR),--directory "$(DIR)") --to "$(TO)" $(if $(TIME),--time "$(TIME)") $(if $(VAULT),--vault "$(VAULT)")

recovered: setup  ## what must follow a restore or a failover, before anybody is served
	@exec $(PYTHON) -m db.manage recovered

schema: setup-test  ## write db/schema.sql and db/privileges.txt anew, from a database of its own
	@exec $(PYTHON) -m db.manage schema

release: setup  ## tag the plan and freeze its scripts: make release VERSION=v1.0.0
	@exec $(PYTHON) -m db.release $(VERSION)

admin: setup  ## make an account an administrator's: make admin EMAIL=ada@example.com
	@exec $(PYTHON) -m db.manage admin $(EMAIL)

analyst: setup  ## a login for an analyst, or a new password for it: NAME=ada, of a reseller RESELLER=its address; PASSWORD_FILE=, DROP=1
	@NAME='$(NAME)' RESELLER='$(RESELLER)' DROP='$(DROP)' PASSWORD_FILE='$(PASSWORD_FILE)' exec $(PYTHON) -m db.manage analyst

report: setup  ## what the analysts' views show, as one page with plots: .local/report.html, or OUT=file
	@OUT='$(OUT)' exec $(PYTHON) -m db.manage report

seed: setup  ## a year of made-up accounts and viewings into the embedded database, to try queries and the report with
	@exec $(PYTHON) -m db.manage seed

credits-audit: setup  ## prove that no reseller's credit appeared or vanished
	@exec $(PYTHON) -m db.manage credits-audit

stripe-reconcile: setup  ## hold subscriptions and paid credits against what Stripe has, and mend what differs
	@exec $(PYTHON) -m db.reconcile

lint: setup  ## ruff and mypy
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m mypy

bench: setup-test  ## what a request costs, beside the peers: writes bench/report.md; ARGS="--rounds 2" for a short one
	@bench/setup && exec $(PYTHON) -m bench $(ARGS)

bench-relay: setup-test  ## what the relay costs and how quick it is; ARGS="idle delivery" for some parts
	@exec $(PYTHON) -m bench.relay $(ARGS)

bench-party: setup-test  ## how far apart players in four browsers are, on good and bad networks; draws bench/party.svg
	@db/setup browser
	@exec $(PYTHON) -m bench.party $(ARGS)

bench-attack: setup-test  ## slow, greedy and 10,000 clients against nginx, and what an ordinary one notices
	@exec $(PYTHON) -m bench.attack $(ARGS)
