"""Alerts and dashboards: accepted by the programs that they are for, and about metrics that there are."""

import json
import re
import subprocess

import httpx
import pytest

from db.cluster import ROOT
from tests.support.people import Person

MONITORING = ROOT / "db/server/monitoring"
SERIES = re.compile(r"\bsyncstream_\w+")


@pytest.mark.parametrize(
    "command", [("check", "config", "prometheus.yml"), ("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")]
)
def test_promtool_accepts(command):
    done = subprocess.run(["promtool", *command], cwd=MONITORING, capture_output=True, text=True)
    assert done.returncode == 0 and "FAILED" not in done.stdout, done.stdout + done.stderr


def test_every_metric_that_is_asked_for_is_told_of(site):
    """Histograms and counters by the names of their series."""
    Person(site).get("/v1/me")
    relay = site.start_relay()
    told = set()
    for url in (site.url, relay.url):
        for name, kind in re.findall(r"^# TYPE (\w+) (\w+)$", httpx.get(f"{url}/metrics").text, re.MULTILINE):
            told |= {f"{name}{end}" for end in ("_bucket", "_count", "_sum")} if kind == "histogram" else {name}
    told |= {"syncstream_stripe_events_total"}  # only where there is billing: tests/api/test_billing.py
    dashboard = json.loads((MONITORING / "grafana.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    expressions += [line for line in (MONITORING / "alerts.yml").read_text().splitlines() if not re.match(" +(look|summary):", line)]
    asked = set(SERIES.findall(" ".join(expressions)))
    assert len(asked) > 10
    assert asked <= told, asked - told


def test_promtool_reads_every_expression_of_the_dashboard(tmp_path):
    dashboard = json.loads((MONITORING / "grafana.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    rules = [{"record": f"panel:{n}", "expr": e.replace("$__rate_interval", "1m")} for n, e in enumerate(expressions)]
    (tmp_path / "rules.yml").write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))  # YAML has JSON in it
    done = subprocess.run(["promtool", "check", "rules", tmp_path / "rules.yml"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
