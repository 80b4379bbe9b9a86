"""Stripe's HTTP API as far as the double has it: which requests there are, what each may say, and what it answers.

A parameter that Stripe does not know is refused as Stripe refuses it. One that Stripe knows and the double does not act on is refused
too, in words that say so, because a double that ignored it would let a test pass for nothing.
"""

import copy
import json
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import objects, sdk
from .account import DAY, ENDED, GOOD_CARD, Account
from .objects import Json
from .sdk import Refused

KEYS_LIVE = DAY  # for how long Stripe remembers an idempotency key, at least; the double: not a second longer
EVENTS_LIVE = 30 * DAY


@dataclass(frozen=True)
class Endpoint:
    method: str
    path: re.Pattern
    params: str  # the library's name for them
    acts_on: frozenset[str]
    answer: Callable[..., Json]


ENDPOINTS: list[Endpoint] = []


def endpoint(method: str, path: str, params: str, acts_on: str = "") -> Callable:
    """Register `answer(account, params, **names in the path)`."""

    def register(answer: Callable[..., Json]) -> Callable[..., Json]:
        pattern = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))
        ENDPOINTS.append(Endpoint(method, pattern, params, frozenset((*acts_on.split(), "expand")), answer))
        return answer

    return register


# -- what many of them share


def metadata(given: Json, before: Json | None = None) -> Json:
    """Merged into what there was; an empty value unsets a name, an empty `metadata` all."""
    change = given.get("metadata", {})
    if change == "":
        return {}
    merged = {name: value for name, value in {**(before or {}), **change}.items() if value != ""}
    if len(merged) > 50 or any(len(name) > 40 or len(value) > 500 for name, value in merged.items()):
        raise Refused("Metadata is limited to 50 keys of 40 characters and values of 500 characters.", param="metadata")
    return merged


def unset(value: Any) -> Any:
    """An empty string takes a value away."""
    return None if value == "" else value


def only(data: Json, names: str, at: str) -> Json:
    """A part of a request, if the double acts on all that it says."""
    if idle := sorted(set(data) - set(names.split())):
        raise Refused(f"Stripe double: Stripe knows {at}[{idle[0]}], but the double does not act on it", param=f"{at}[{idle[0]}]")
    return data


def copied(given: Json, names: str) -> Json:
    return {name: unset(given[name]) for name in names.split() if name in given}


def within(value: int, bounds: Any) -> bool:
    if isinstance(bounds, int):
        return value == bounds
    tests = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}
    return all(tests[name](value, bound) for name, bound in bounds.items())


def page(items: list[Json], given: Json, url: str) -> Json:
    """Newest first, `limit` of them after (or before) the one that is named."""
    limit = given.get("limit", 10)
    if not 1 <= limit <= 100:
        raise Refused(f"Invalid limit: {limit}. It must be between 1 and 100.", code="parameter_invalid_integer", param="limit")
    items = items[::-1]
    backwards = "ending_before" in given
    cursor = "ending_before" if backwards else "starting_after"
    if cursor in given:
        places = [number for number, item in enumerate(items) if item["id"] == given[cursor]]
        if not places:
            raise Refused(f"No such object: '{given[cursor]}'", code="resource_missing", param=cursor)
        items = items[: places[0]] if backwards else items[places[0] + 1 :]
    shown = items[-limit:] if backwards else items[:limit]
    return objects.listing(url, shown, len(items) > len(shown))


PAGING = "limit starting_after ending_before"


def listed(kind: str, path: str, params: str, equal: str = "", **filters: Callable[[Json, Any], bool]) -> None:
    """`GET path`: filters that compare a field of the same name, and those that need a function of the item and the value."""

    @endpoint("GET", path, params, f"{PAGING} created {equal} {' '.join(filters)}")
    def answer(account: Account, given: Json) -> Json:
        def wanted(item: Json) -> bool:
            return (
                not item.get("deleted")
                and within(item["created"], given.get("created", {}))
                and all(item[name] == given[name] for name in equal.split() if name in given)
                and all(test(item, given[name]) for name, test in filters.items() if name in given)
            )

        return page([item for item in account.all(kind) if wanted(item)], given, path)


def retrieved(kind: str, path: str, params: str) -> None:
    """`GET path/{id}`"""

    @endpoint("GET", path + "/{identity}", params)
    def answer(account: Account, given: Json, identity: str) -> Json:
        return account.find(kind, identity)


retrieved("customer", "/v1/customers", "CustomerRetrieveParams")
retrieved("product", "/v1/products", "ProductRetrieveParams")
retrieved("price", "/v1/prices", "PriceRetrieveParams")
retrieved("checkout.session", "/v1/checkout/sessions", "checkout.SessionRetrieveParams")
retrieved("subscription", "/v1/subscriptions", "SubscriptionRetrieveParams")
retrieved("invoice", "/v1/invoices", "InvoiceRetrieveParams")
retrieved("invoice_payment", "/v1/invoice_payments", "InvoicePaymentRetrieveParams")
retrieved("payment_intent", "/v1/payment_intents", "PaymentIntentRetrieveParams")
retrieved("payment_method", "/v1/payment_methods", "PaymentMethodRetrieveParams")
retrieved("charge", "/v1/charges", "ChargeRetrieveParams")
retrieved("refund", "/v1/refunds", "RefundRetrieveParams")
retrieved("dispute", "/v1/disputes", "DisputeRetrieveParams")

listed("customer", "/v1/customers", "CustomerListParams", "email")
listed("product", "/v1/products", "ProductListParams", "active", ids=lambda item, ids: item["id"] in ids)
listed(
    "price",
    "/v1/prices",
    "PriceListParams",
    "active currency product type",
    lookup_keys=lambda item, keys: item["lookup_key"] in keys,
)
listed("checkout.session", "/v1/checkout/sessions", "checkout.SessionListParams", "customer payment_intent subscription status")
listed(
    "invoice",
    "/v1/invoices",
    "InvoiceListParams",
    "customer status",
    subscription=lambda item, value: item["parent"]["subscription_details"]["subscription"] == value,
)
listed(
    "invoice_payment",
    "/v1/invoice_payments",
    "InvoicePaymentListParams",
    "invoice status",
    payment=lambda item, value: item["payment"]["payment_intent"] == value.get("payment_intent"),
)
listed("payment_intent", "/v1/payment_intents", "PaymentIntentListParams", "customer")
listed("charge", "/v1/charges", "ChargeListParams", "customer payment_intent")
listed("refund", "/v1/refunds", "RefundListParams", "charge payment_intent")
listed("dispute", "/v1/disputes", "DisputeListParams", "charge payment_intent")


# -- customers, products, prices

CUSTOMER = "email name phone description"


@endpoint("POST", "/v1/customers", "CustomerCreateParams", f"{CUSTOMER} metadata preferred_locales")
def create_customer(account: Account, given: Json) -> Json:
    more = copied(given, CUSTOMER + " preferred_locales")
    return account.add(objects.customer(account.now(), metadata=metadata(given), **more), "customer.created")


@endpoint("POST", "/v1/customers/{identity}", "CustomerUpdateParams", f"{CUSTOMER} metadata preferred_locales")
def update_customer(account: Account, given: Json, identity: str) -> Json:
    customer = account.live_customer(identity, "id")
    values = {**copied(given, CUSTOMER + " preferred_locales"), "metadata": metadata(given, customer["metadata"])}
    with account.changing(customer):
        customer.update(values)
    return customer


@endpoint("DELETE", "/v1/customers/{identity}", "CustomerDeleteParams")
def delete_customer(account: Account, given: Json, identity: str) -> Json:
    account.live_customer(identity, "id")
    return account.delete_customer(identity)


@endpoint("POST", "/v1/products", "ProductCreateParams", "id name active description metadata")
def create_product(account: Account, given: Json) -> Json:
    if given.get("id") in account.objects:
        raise Refused(f"Product already exists: {given['id']}", code="resource_already_exists", param="id")
    more = copied(given, "id name active description")
    return account.add(objects.product(account.now(), metadata=metadata(given), **more), "product.created")


@endpoint("POST", "/v1/products/{identity}", "ProductUpdateParams", "name active description metadata")
def update_product(account: Account, given: Json, identity: str) -> Json:
    product = account.find("product", identity)
    values = {**copied(given, "name active description"), "metadata": metadata(given, product["metadata"]), "updated": account.now()}
    with account.changing(product):
        product.update(values)
    return product


@endpoint(
    "POST",
    "/v1/prices",
    "PriceCreateParams",
    "active currency lookup_key metadata nickname product product_data recurring transfer_lookup_key unit_amount",
)
def create_price(account: Account, given: Json) -> Json:
    if "unit_amount" not in given:
        raise Refused("Prices require an `unit_amount` here: the double has no other kind.", code="parameter_missing", param="unit_amount")
    if ("product" in given) == ("product_data" in given):
        raise Refused("You must specify either `product` or `product_data` when creating a price.", param="product")
    only(given.get("recurring", {}), "interval interval_count", "recurring")
    holder = [price for price in account.all("price") if price["lookup_key"] and price["lookup_key"] == given.get("lookup_key")]
    if holder and not given.get("transfer_lookup_key"):
        raise Refused(f"A price (`{holder[0]['id']}`) already uses that lookup key.", param="lookup_key")
    if "product" in given:
        product = account.find("product", given["product"], "product")["id"]
    else:
        product = create_product(account, only(given["product_data"], "id name active metadata", "product_data"))["id"]
    for other in holder:
        with account.changing(other):
            other["lookup_key"] = None
    more = copied(given, "active currency lookup_key nickname recurring unit_amount")
    return account.add(objects.price(account.now(), product=product, metadata=metadata(given), **more), "price.created")


@endpoint("POST", "/v1/prices/{identity}", "PriceUpdateParams", "active nickname metadata")
def update_price(account: Account, given: Json, identity: str) -> Json:
    price = account.find("price", identity)
    values = {**copied(given, "active nickname"), "metadata": metadata(given, price["metadata"])}
    with account.changing(price):
        price.update(values)
    return price


# -- checkout and portal

PRICED = {"price", "quantity"}
SHOWN = (
    "allow_promotion_codes billing_address_collection cancel_url client_reference_id customer_email locale origin_context submit_type "
    "success_url"
)


def sold(account: Account, given: Json, mode: str) -> list[Json]:
    """A session's lines."""
    lines = []
    for number, line in enumerate(given.get("line_items", [])):
        at = f"line_items[{number}]"
        if set(line) not in (PRICED, {"price_data", "quantity"}):
            raise Refused(f"Stripe double: {at} must have a price or price_data, a quantity, and nothing else.", param=at)
        if "price_data" in line:  # a price for this session alone, which nobody else can use: inactive from the start
            wish = only(line["price_data"], "currency product product_data recurring unit_amount", f"{at}[price_data]")
            price = create_price(account, {**wish, "active": False})
        else:
            price = account.find("price", line["price"], f"{at}[price]")
        product = account.objects[price["product"]]
        if "price" in line and not (price["active"] and product["active"]):
            raise Refused(f"The price specified is inactive: {price['id']}", code="price_inactive", param=f"{at}[price]")
        lines.append(objects.line_item(price, line["quantity"], product["name"]))
    if not lines:
        raise Refused("Missing required param: line_items.", code="parameter_missing", param="line_items")
    if any(bool(line["price"]["recurring"]) != (mode == "subscription") for line in lines):
        raise Refused(f"You specified `{mode}` mode, but a price is of the other kind; the double does not mix them.", param="line_items")
    if len({line["currency"] for line in lines}) > 1:
        raise Refused("Each line item must have the same currency.", param="line_items")
    return lines


def expiry(account: Account, given: Json) -> int:
    """A session's end by the account's clock; a caller who reckons by the real one cannot know that the account's was moved."""
    earliest, latest = account.now() + 1800 - 60, account.now() + DAY
    wish = given.get("expires_at", latest)
    for moment in (wish, account.moved(wish)):
        if earliest <= moment <= latest:
            return moment
    raise Refused("The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", param="expires_at")


@endpoint(
    "POST",
    "/v1/checkout/sessions",
    "checkout.SessionCreateParams",
    f"{SHOWN} customer customer_creation expires_at line_items metadata mode payment_intent_data payment_method_collection "
    "subscription_data ui_mode",
)
def create_session(account: Account, given: Json) -> Json:
    mode = given.get("mode", "payment")
    if mode == "setup" or given.get("ui_mode", "hosted_page") != "hosted_page":
        raise Refused("Stripe double: it has hosted sessions in mode payment and subscription only.", param="mode")
    if "success_url" not in given:
        raise Refused("Missing required param: success_url.", code="parameter_missing", param="success_url")
    if "customer" in given and ("customer_email" in given or "customer_creation" in given):
        raise Refused("You may only specify one of these parameters: customer, customer_email.", param="customer")
    other = "payment_intent_data" if mode == "subscription" else "subscription_data"
    if other in given:
        raise Refused(f"You can not pass `{other}` in `{mode}` mode.", param=other)
    if "customer" in given:
        account.live_customer(given["customer"])
    lines = sold(account, given, mode)
    if mode == "subscription":
        wish = only(
            given.get("subscription_data", {}), "description metadata trial_end trial_period_days trial_settings", "subscription_data"
        )
    else:
        wish = only(given.get("payment_intent_data", {}), "description metadata", "payment_intent_data")
    total = 0 if wish.get("trial_end") or wish.get("trial_period_days") else sum(line["amount_total"] for line in lines)
    identity = objects.new_id("cs_test", 58)
    session = objects.session(
        account.now(),
        id=identity,
        url=f"{account.url}/c/pay/{identity}",
        amount_subtotal=total,
        amount_total=total,
        currency=lines[0]["currency"],
        customer=given.get("customer"),
        customer_creation=given.get("customer_creation", None if "customer" in given or mode == "subscription" else "if_required"),
        expires_at=expiry(account, given),
        metadata=metadata(given),
        mode=mode,
        payment_method_collection=given.get("payment_method_collection", "always" if mode == "subscription" else "if_required"),
        **copied(given, SHOWN),
    )
    account.line_items[identity], account.intentions[identity] = lines, {**wish, "metadata": metadata(wish)}
    return account.add(session)


@endpoint("GET", "/v1/checkout/sessions/{identity}/line_items", "checkout.SessionListLineItemsParams", PAGING)
def session_lines(account: Account, given: Json, identity: str) -> Json:
    account.find("checkout.session", identity)
    return page(account.line_items[identity][::-1], given, f"/v1/checkout/sessions/{identity}/line_items")


@endpoint("POST", "/v1/checkout/sessions/{identity}/expire", "checkout.SessionExpireParams")
def expire_session(account: Account, given: Json, identity: str) -> Json:
    return account.expire(identity)


@endpoint("POST", "/v1/billing_portal/sessions", "billing_portal.SessionCreateParams", "customer locale return_url")
def create_portal_session(account: Account, given: Json) -> Json:
    if "customer" not in given:
        raise Refused("Missing required param: customer.", code="parameter_missing", param="customer")
    account.live_customer(given["customer"])
    identity = objects.new_id("bps")
    url = f"{account.url}/p/session/{identity}"
    return account.add(objects.portal_session(account.now(), id=identity, url=url, **copied(given, "customer locale return_url")))


# -- subscriptions


def subscription_filter(subscription: Json, status: str) -> bool:
    if status in ("all", "ended"):
        return status == "all" or subscription["status"] in ENDED
    return subscription["status"] == status


@endpoint("GET", "/v1/subscriptions", "SubscriptionListParams", f"{PAGING} created customer price status")
def list_subscriptions(account: Account, given: Json) -> Json:
    """Without a status: all but the canceled."""
    items = [
        item
        for item in account.all("subscription")
        if (subscription_filter(item, given["status"]) if "status" in given else item["status"] != "canceled")
        and ("customer" not in given or item["customer"] == given["customer"])
        and ("price" not in given or any(line["price"]["id"] == given["price"] for line in item["items"]["data"]))
        and ("created" not in given or within(item["created"], given["created"]))
    ]
    return page(items, given, "/v1/subscriptions")


@endpoint(
    "POST",
    "/v1/subscriptions",
    "SubscriptionCreateParams",
    "customer items metadata trial_period_days trial_end trial_settings default_payment_method payment_behavior description "
    "cancel_at_period_end",
)
def create_subscription(account: Account, given: Json) -> Json:
    customer = account.live_customer(given["customer"])
    lines = []
    for number, line in enumerate(given.get("items", [])):
        if "price" not in line or set(line) - PRICED:
            raise Refused("Stripe double: an item must have a price, may have a quantity, and nothing else.", param=f"items[{number}]")
        lines.append((account.find("price", line["price"], f"items[{number}][price]"), line.get("quantity", 1)))
    if not lines:
        raise Refused("Missing required param: items.", code="parameter_missing", param="items")
    card = given.get("default_payment_method")
    if card:
        account.find("payment_method", card, "default_payment_method")
    trial_end = given.get("trial_end")
    if "trial_period_days" in given:
        trial_end = account.now() + given["trial_period_days"] * DAY
    behavior = given.get("payment_behavior", "allow_incomplete")
    if behavior not in ("allow_incomplete", "default_incomplete"):
        raise Refused(f"Stripe double: it does not do {behavior}", param="payment_behavior")
    later = behavior == "default_incomplete"
    if not (trial_end or later or card or customer["invoice_settings"]["default_payment_method"]):
        raise Refused(
            "This customer has no attached payment source or default payment method. Please consider adding a default payment method.",
            code="resource_missing",
        )
    subscription = account.subscribe(
        customer["id"],
        lines,
        trial_end=None if trial_end == "now" else trial_end,
        charge=not later,
        metadata=metadata(given),
        **copied(given, "trial_settings default_payment_method description"),
    )
    if given.get("cancel_at_period_end"):
        account.cancel_at_period_end(subscription["id"])
    return subscription


@endpoint(
    "POST",
    "/v1/subscriptions/{identity}",
    "SubscriptionUpdateParams",
    "metadata description items cancel_at_period_end cancel_at cancellation_details pause_collection proration_behavior trial_end "
    "default_payment_method trial_settings",
)
def update_subscription(account: Account, given: Json, identity: str) -> Json:
    subscription = account.find("subscription", identity)
    if set(given) - {"metadata", "cancellation_details", "expand"}:
        account.live_subscription(identity)
    if "default_payment_method" in given:
        account.find("payment_method", given["default_payment_method"], "default_payment_method")
    values = {
        **copied(given, "description pause_collection default_payment_method trial_settings"),
        "metadata": metadata(given, subscription["metadata"]),
    }
    if values.get("pause_collection"):
        values["pause_collection"] = {"resumes_at": None, **values["pause_collection"]}
    if "items" in given:
        if len(given["items"]) != 1 or "price" not in given["items"][0] or set(given["items"][0]) - {"id", "price"}:
            raise Refused("Stripe double: it changes the price of one item, and nothing else of items.", param="items")
        if "id" not in given["items"][0]:
            raise Refused("Stripe double: an item without its id would be added to the others, which it does not do.", param="items[0][id]")
        change = given["items"][0]
        account.swap(identity, change["price"], change["id"], proration=given.get("proration_behavior", "create_prorations"))
    with account.changing(subscription):
        subscription.update(values)
        subscription["cancellation_details"].update(copied(given.get("cancellation_details", {}), "comment feedback"))
        if "cancel_at" in given:
            at = unset(given["cancel_at"])
            if isinstance(at, str):
                at = account.period_end(subscription)
            subscription.update(cancel_at=at, cancel_at_period_end=False, canceled_at=account.now() if at else None)
        if isinstance(given.get("trial_end"), int):
            subscription.update(trial_end=given["trial_end"], billing_cycle_anchor=given["trial_end"], status="trialing")
            subscription["trial_start"] = subscription["trial_start"] or account.now()
            for line in subscription["items"]["data"]:
                line["current_period_end"] = given["trial_end"]
    if given.get("trial_end") == "now" and subscription["status"] == "trialing":
        account.end_trial(identity)
    if given.get("cancel_at_period_end", subscription["cancel_at_period_end"]) != subscription["cancel_at_period_end"]:
        account.cancel_at_period_end(identity, given["cancel_at_period_end"])
    return subscription


@endpoint("DELETE", "/v1/subscriptions/{identity}", "SubscriptionCancelParams", "cancellation_details")
def cancel_subscription(account: Account, given: Json, identity: str) -> Json:
    details = copied(given.get("cancellation_details", {}), "comment feedback")
    return account.cancel(identity, **details)


@endpoint("POST", "/v1/subscriptions/{identity}/pause", "SubscriptionPauseParams", "type")
def pause_subscription(account: Account, given: Json, identity: str) -> Json:
    return account.pause(identity)


@endpoint("POST", "/v1/subscriptions/{identity}/resume", "SubscriptionResumeParams")
def resume_subscription(account: Account, given: Json, identity: str) -> Json:
    return account.resume(identity)


# -- invoices, payments


@endpoint("POST", "/v1/invoices/{identity}/pay", "InvoicePayParams")
def pay_invoice(account: Account, given: Json, identity: str) -> Json:
    return account.pay_invoice(identity)


@endpoint("POST", "/v1/invoices/{identity}/void", "InvoiceVoidInvoiceParams")
def void_invoice(account: Account, given: Json, identity: str) -> Json:
    if account.find("invoice", identity)["status"] not in ("open", "uncollectible"):
        raise Refused("You can only void open or uncollectible invoices.", param="id")
    return account.void(identity)


@endpoint("POST", "/v1/refunds", "RefundCreateParams", "charge payment_intent amount reason metadata")
def create_refund(account: Account, given: Json) -> Json:
    payment = given.get("payment_intent") or given.get("charge")
    if not payment:
        raise Refused("One of the following params should be provided for this request: payment_intent or charge.", param="payment_intent")
    if payment not in account.objects:
        account.find("charge" if "charge" in given else "payment_intent", payment, "charge" if "charge" in given else "payment_intent")
    return account.refund(payment, given.get("amount"), metadata=metadata(given), **copied(given, "reason"))


@endpoint("POST", "/v1/payment_methods/{identity}/attach", "PaymentMethodAttachParams", "customer")
def attach_payment_method(account: Account, given: Json, identity: str) -> Json:
    """Stripe's test cards by their names: `pm_card_visa` pays, `pm_card_chargeCustomerFail` is declined when charged."""
    cards = {"pm_card_visa": GOOD_CARD, "pm_card_chargeCustomerFail": "0341"}
    account.live_customer(given["customer"])
    if identity not in cards:
        raise Refused(f"No such PaymentMethod: '{identity}'; the double has {', '.join(cards)}", status=404, code="resource_missing")
    return account.add(objects.payment_method(account.now(), given["customer"], cards[identity]), "payment_method.attached")


# -- events


def live_events(account: Account) -> list[Json]:
    return [event for event in account.events.values() if event["created"] > account.now() - EVENTS_LIVE]


@endpoint("GET", "/v1/events", "EventListParams", f"{PAGING} created delivery_success type types")
def list_events(account: Account, given: Json) -> Json:
    """`delivery_success=false`: those that an endpoint has still to take, or never took."""
    types = given.get("types") or [given[name] for name in ("type",) if name in given]

    def wanted(event: Json) -> bool:
        kinds = not types or any(re.fullmatch(re.escape(kind).replace(r"\*", ".*"), event["type"]) for kind in types)
        delivered = "delivery_success" not in given or given["delivery_success"] == (event["pending_webhooks"] == 0)
        return kinds and delivered and ("created" not in given or within(event["created"], given["created"]))

    return page([event for event in live_events(account) if wanted(event)], given, "/v1/events")


@endpoint("GET", "/v1/events/{identity}", "EventRetrieveParams")
def retrieve_event(account: Account, given: Json, identity: str) -> Json:
    for event in live_events(account):
        if event["id"] == identity:
            return event
    raise Refused(f"No such event: '{identity}'", status=404, code="resource_missing", param="id")


# -- expansion

INCLUDED = {  # what an object has only when asked for
    ("checkout.session", "line_items"): lambda account, item: page(
        account.line_items[item["id"]][::-1], {}, f"/v1/checkout/sessions/{item['id']}/line_items"
    ),
    ("customer", "subscriptions"): lambda account, item: page(
        [other for other in account.all("subscription", customer=item["id"]) if other["status"] not in ENDED],
        {},
        f"/v1/customers/{item['id']}/subscriptions",
    ),
    ("invoice", "payments"): lambda account, item: page(account.all("invoice_payment", invoice=item["id"]), {}, "/v1/invoice_payments"),
    ("charge", "refunds"): lambda account, item: page(account.all("refund", charge=item["id"]), {}, f"/v1/charges/{item['id']}/refunds"),
}


def expand(account: Account, item: Any, steps: list[str], path: str) -> None:
    """Put objects in the places of their ids along a path such as `data.latest_invoice`."""
    name, *rest = steps
    if isinstance(item, list):
        for one in item:
            expand(account, one, steps, path)
        return
    if (item.get("object"), name) in INCLUDED and name not in item:
        item[name] = copy.deepcopy(INCLUDED[item["object"], name](account, item))
    value = item.get(name)
    if isinstance(value, str) and value in account.objects:
        item[name] = copy.deepcopy(account.objects[value])
    elif name not in item or not (value is None or isinstance(value, dict | list)):
        raise Refused(f"This property cannot be expanded ({path}).", param="expand")
    if rest and item[name] is not None:
        expand(account, item[name], rest, path)


# -- answering


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


class Api:
    def __init__(self, account: Account, api_key: str):
        self.account = account
        self.api_key = api_key
        self.failures: list[str] = []  # of the double itself: each is a defect of it, or of what its test made it do

    def answer(self, method: str, path: str, pairs: list[tuple[str, str]], headers: Any) -> Answer:
        request_id = objects.new_id("req", 14)
        key = headers.get("Idempotency-Key") if method == "POST" else None
        more = {"Request-Id": request_id, "Stripe-Version": sdk.API_VERSION, **({"Idempotency-Key": key} if key else {})}
        try:
            self._admit(headers)
            with self.account.lock:
                self.account.catch_up()
                status, body, kept = self._once(key, method, path, pairs, request_id)
            if kept:
                more["Idempotent-Replayed"] = "true"
            return Answer(status, body, more)
        except Refused as refusal:
            return Answer(refusal.status, self._error(refusal.body, request_id), more)
        except Exception:
            self.failures.append(f"{method} {path} {pairs}\n{traceback.format_exc()}")
            error = {"error": {"type": "api_error", "message": f"Stripe double failed: {self.failures[-1]}"}}
            return Answer(500, self._error(error, request_id), {**more, "Stripe-Should-Retry": "false"})

    @staticmethod
    def _error(body: Json, request_id: str) -> bytes:
        body["error"]["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{request_id}"
        return json.dumps(body, indent=2).encode()

    def _admit(self, headers: Any) -> None:
        scheme, _, key = headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not key:
            raise Refused("You did not provide an API key. You need to provide your API key in the Authorization header.", status=401)
        if key != self.api_key:
            raise Refused(f"Invalid API Key provided: {key[:8]}{'*' * 8}{key[-4:]}", status=401)
        version = headers.get("Stripe-Version", sdk.API_VERSION)
        if version != sdk.API_VERSION:
            raise Refused(f"Invalid Stripe API version: {version}; the double speaks {sdk.API_VERSION} alone")

    def _once(self, key: str | None, method: str, path: str, pairs: list, request_id: str) -> tuple[int, bytes, bool]:
        """Carry the request out, or repeat what was answered to its key before. A request refused for its form is not kept."""
        now, request = self.account.now(), [method, path, sorted(map(list, pairs))]
        before = self.account.answered.get(key or "")
        if before and now - before["at"] < KEYS_LIVE:
            if before["request"][:2] != request[:2]:
                raise self._misused(f"for the same endpoint they were first used for ('{before['request'][1]}' vs '{path}')", key)
            if before["request"] != request:
                raise self._misused("with the same parameters they were first used with", key)
            return before["status"], before["body"].encode(), True
        chosen, names = self._choose(method, path)
        given = sdk.parse(chosen.params, sdk.nest(pairs))
        if idle := set(given) - chosen.acts_on:
            raise Refused(
                f"Stripe double: Stripe knows {', '.join(sorted(idle))}, but the double does not act on it", param=sorted(idle)[0]
            )
        self.account.request = {"id": request_id, "idempotency_key": key}
        try:
            item = copy.deepcopy(chosen.answer(self.account, given, **names))
            for wish in given.get("expand", []):
                expand(self.account, item, wish.split("."), wish)
            status, body = 200, json.dumps(sdk.check(item), indent=2).encode()
        except Refused as refusal:
            status, body = refusal.status, self._error(refusal.body, request_id)
        finally:
            self.account.request = {"id": None, "idempotency_key": None}
        if key:
            self.account.answered[key] = {"at": now, "request": request, "status": status, "body": body.decode()}
        return status, body, False

    @staticmethod
    def _misused(how: str, key: str | None) -> Refused:
        rule = f"Keys for idempotent requests can only be used {how}."
        return Refused(f"{rule} Try using a key other than '{key}' if you meant to execute a different request.", kind="idempotency_error")

    @staticmethod
    def _choose(method: str, path: str) -> tuple[Endpoint, dict[str, str]]:
        for candidate in ENDPOINTS:
            if candidate.method == method and (match := candidate.path.fullmatch(path)):
                return candidate, match.groupdict()
        raise Refused(f"Unrecognized request URL ({method}: {path}); the double has no such endpoint.", status=404)
