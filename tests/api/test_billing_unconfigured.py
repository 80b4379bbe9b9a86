"""Without a key of Stripe's."""

import httpx

from tests.support.people import refusal
from tests.support.resellers import Reseller, new_admin


def test_billing_says_that_it_is_not_configured(system, person):
    reseller = Reseller(system, new_admin(system))
    for answer in (
        person.http.post("/v1/billing/checkout", json={"plan": "premium"}),
        person.http.post("/v1/billing/portal"),
        reseller.http.post("/v1/billing/credits", json={"pack": "credits_10000"}),
        httpx.post(f"{system.url}/webhooks/stripe", content=b"{}"),
    ):
        refusal(answer, 503, "unavailable", "Billing is not configured here")


def test_what_is_wrong_besides_is_said_first(system, person):
    refusal(httpx.post(f"{system.url}/v1/billing/checkout", json={"plan": "premium"}), 401, "unauthorized")
    person.refused(403, "forbidden", "POST", "/v1/billing/credits", {"pack": "credits_10000"})
    person.refused(400, "unknown_field", "POST", "/v1/billing/checkout", {"plan": "premium", "x": 1})
