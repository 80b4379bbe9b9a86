"""Stripe's objects as JSON, each with the fields that Stripe always sends, null where it has nothing to say.

Fields that Stripe leaves out unless asked (a session's `line_items`, a customer's `subscriptions`) are left out here too, so that code
which reads them without asking fails against the double as it would against Stripe.
"""

import secrets
import string
from typing import Any

Json = dict[str, Any]

NO_ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))


def new_id(prefix: str, length: int = 24) -> str:
    return f"{prefix}_{''.join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))}"


def nulls(names: str) -> Json:
    return dict.fromkeys(names.split())


def listing(url: str, data: list[Json], has_more: bool = False) -> Json:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def deleted(item: Json) -> Json:
    return {"id": item["id"], "object": item["object"], "deleted": True}


def customer(now: int, **given: Any) -> Json:
    return {
        "id": new_id("cus", 14),
        "object": "customer",
        **nulls("address currency default_source description discount email name phone shipping test_clock"),
        "balance": 0,
        "created": now,
        "delinquent": False,
        "invoice_prefix": new_id("x", 8)[2:].upper(),
        "invoice_settings": nulls("custom_fields default_payment_method footer rendering_options"),
        "livemode": False,
        "metadata": {},
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
        **given,
    }


def product(now: int, **given: Any) -> Json:
    return {
        "id": new_id("prod", 14),
        "object": "product",
        **nulls("default_price description package_dimensions shippable statement_descriptor tax_code unit_label url"),
        "active": True,
        "created": now,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "type": "service",
        "updated": now,
        **given,
    }


def price(now: int, *, recurring: Json | None = None, unit_amount: int, **given: Any) -> Json:
    return {
        "id": new_id("price"),
        "object": "price",
        **nulls("custom_unit_amount lookup_key nickname tiers_mode transform_quantity"),
        "active": True,
        "billing_scheme": "per_unit",
        "created": now,
        "livemode": False,
        "metadata": {},
        "recurring": recurring and {"interval_count": 1, "usage_type": "licensed", "meter": None, "trial_period_days": None, **recurring},
        "tax_behavior": "unspecified",
        "type": "recurring" if recurring else "one_time",
        "unit_amount": unit_amount,
        "unit_amount_decimal": str(unit_amount),
        **given,
    }


def plan(price: Json) -> Json:
    """A subscription item carries its price once more in the shape of old."""
    return {
        "id": price["id"],
        "object": "plan",
        **nulls("meter nickname tiers_mode transform_usage trial_period_days"),
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "livemode": False,
        "metadata": price["metadata"],
        "product": price["product"],
        "usage_type": "licensed",
    }


def payment_method(now: int, customer: str | None, last4: str) -> Json:
    return {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {"address": NO_ADDRESS, **nulls("email name phone tax_id")},
        "card": {
            "brand": "visa",
            "checks": nulls("address_line1_check address_postal_code_check cvc_check"),
            "country": "US",
            "display_brand": "visa",
            "exp_month": 12,
            "exp_year": 2040,
            "fingerprint": new_id("x", 16)[2:],
            "funding": "credit",
            "generated_from": None,
            "last4": last4,
            "networks": {"available": ["visa"], "preferred": None},
            "regulated_status": None,
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": now,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }


def session(now: int, *, url: str, **given: Any) -> Json:
    return {
        "object": "checkout.session",
        **nulls(
            "adaptive_pricing after_expiration allow_promotion_codes billing_address_collection cancel_url client_reference_id "
            "client_secret collected_information consent consent_collection currency_conversion customer customer_account "
            "customer_creation customer_details customer_email discounts integration_identifier invoice invoice_creation locale "
            "managed_payments origin_context payment_intent payment_link payment_method_collection "
            "payment_method_configuration_details permissions recovered_from saved_payment_method_options setup_intent "
            "shipping_address_collection shipping_cost submit_type subscription success_url wallet_options"
        ),
        "automatic_tax": {"enabled": False, **nulls("liability provider status")},
        "created": now,
        "custom_fields": [],
        "custom_text": nulls("after_submit shipping_address submit terms_of_service_acceptance"),
        "expires_at": now + 86400,
        "livemode": False,
        "metadata": {},
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": url,
        **given,
    }


def line_item(price: Json, quantity: int, description: str) -> Json:
    """What a checkout session sells."""
    amount = price["unit_amount"] * quantity
    return {
        "id": new_id("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": description,
        "metadata": {},
        "price": price,
        "quantity": quantity,
    }


def subscription(now: int, *, items: list[Json], **given: Any) -> Json:
    """Without the periods, which are the items'."""
    return {
        "object": "subscription",
        **nulls(
            "application application_fee_percent billing_cycle_anchor_config billing_thresholds cancel_at canceled_at "
            "customer_account days_until_due default_payment_method default_source description ended_at latest_invoice "
            "managed_payments next_pending_invoice_item_invoice on_behalf_of pause_collection pending_invoice_item_interval "
            "pending_setup_intent pending_update schedule test_clock transfer_data trial_end trial_settings trial_start"
        ),
        "automatic_tax": {"enabled": False, **nulls("disabled_reason liability")},
        "billing_cycle_anchor": now,
        "billing_mode": {"type": "flexible", "flexible": {"proration_discounts": "included"}, "updated_at": now},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": nulls("comment feedback reason"),
        "collection_method": "charge_automatically",
        "created": now,
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": {"issuer": {"type": "self"}, **nulls("account_tax_ids custom_fields description footer")},
        "items": listing(f"/v1/subscription_items?subscription={given['id']}", items),
        "livemode": False,
        "metadata": {},
        "payment_settings": nulls("payment_method_options payment_method_types save_default_payment_method"),
        "start_date": now,
        **given,
    }


def subscription_item(now: int, *, price: Json, **given: Any) -> Json:
    return {
        "id": new_id("si", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": now,
        "discounts": [],
        "metadata": {},
        "plan": plan(price),
        "price": price,
        "quantity": 1,
        "tax_rates": [],
        **given,
    }


def invoice(now: int, *, subscription: Json, lines: list[Json], number: str, billing_reason: str, customer: Json) -> Json:
    """A draft."""
    identity = new_id("in")
    total = sum(line["amount"] for line in lines)
    for line in lines:
        line["invoice"] = identity
    return {
        "id": identity,
        "object": "invoice",
        **nulls(
            "account_name account_tax_ids application automatically_finalizes_at custom_fields customer_account customer_address "
            "customer_phone customer_shipping default_payment_method default_source description due_date effective_at "
            "ending_balance footer from_invoice hosted_invoice_url invoice_pdf last_finalization_error latest_revision "
            "next_payment_attempt on_behalf_of receipt_number rendering shipping_cost shipping_details statement_descriptor "
            "test_clock webhooks_delivered_at"
        ),
        "account_country": "US",
        "amount_due": max(total, 0),
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": max(total, 0),
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {"enabled": False, **nulls("disabled_reason liability provider status")},
        "billing_reason": billing_reason,
        "collection_method": "charge_automatically",
        "created": now,
        "currency": subscription["currency"],
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_tax_rates": [],
        "discounts": [],
        "issuer": {"type": "self"},
        "lines": listing(f"/v1/invoices/{identity}/lines", lines),
        "livemode": False,
        "metadata": {},
        "number": number,
        "parent": {
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {"subscription": subscription["id"], "metadata": dict(subscription["metadata"])},
        },
        "payment_settings": nulls("default_mandate payment_method_options payment_method_types"),
        "period_end": now,
        "period_start": now,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "starting_balance": 0,
        "status": "draft",
        "status_transitions": nulls("finalized_at marked_uncollectible_at paid_at voided_at"),
        "subtotal": total,
        "subtotal_excluding_tax": total,
        "total": total,
        "total_discount_amounts": [],
        "total_excluding_tax": total,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    }


def invoice_line(*, amount: int, description: str, period: tuple[int, int], item: Json, proration: bool = False) -> Json:
    return {
        "id": new_id("il"),
        "object": "line_item",
        "amount": amount,
        "currency": item["price"]["currency"],
        "description": description,
        "discount_amounts": [],
        "discountable": not proration,
        "discounts": [],
        "livemode": False,
        "metadata": {},
        "parent": {
            "type": "subscription_item_details",
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": proration,
                "proration_details": None,
                "subscription": item["subscription"],
                "subscription_item": item["id"],
            },
        },
        "period": {"start": period[0], "end": period[1]},
        "pretax_credit_amounts": [],
        "pricing": {
            "type": "price_details",
            "price_details": {"price": item["price"]["id"], "product": item["price"]["product"]},
            "unit_amount_decimal": item["price"]["unit_amount_decimal"],
        },
        "quantity": item["quantity"],
        "quantity_decimal": str(item["quantity"]),
        "subscription": item["subscription"],
        "subtotal": amount,
        "taxes": [],
    }


def invoice_payment(now: int, invoice: Json, intent: Json) -> Json:
    return {
        "id": new_id("inpay"),
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": invoice["amount_due"],
        "created": now,
        "currency": invoice["currency"],
        "invoice": invoice["id"],
        "is_default": True,
        "livemode": False,
        "payment": {"type": "payment_intent", "payment_intent": intent["id"]},
        "status": "open",
        "status_transitions": nulls("canceled_at paid_at"),
    }


def payment_intent(now: int, *, amount: int, **given: Any) -> Json:
    identity = new_id("pi")
    return {
        "id": identity,
        "object": "payment_intent",
        **nulls(
            "application application_fee_amount automatic_payment_methods canceled_at cancellation_reason customer customer_account "
            "description excluded_payment_method_types last_payment_error latest_charge managed_payments next_action on_behalf_of "
            "payment_method payment_method_configuration_details processing receipt_email review setup_future_usage shipping source "
            "statement_descriptor statement_descriptor_suffix transfer_data transfer_group"
        ),
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": f"{identity}_secret_double",
        "confirmation_method": "automatic",
        "created": now,
        "livemode": False,
        "metadata": {},
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
        **given,
    }


def charge(now: int, intent: Json, *, declined: bool) -> Json:
    return {
        "id": new_id("ch"),
        "object": "charge",
        **nulls(
            "application application_fee application_fee_amount balance_transaction calculated_statement_descriptor description "
            "failure_balance_transaction on_behalf_of receipt_email receipt_number receipt_url review shipping source "
            "source_transfer statement_descriptor statement_descriptor_suffix transfer_data transfer_group"
        ),
        "amount": intent["amount"],
        "amount_captured": 0 if declined else intent["amount"],
        "amount_refunded": 0,
        "billing_details": {"address": NO_ADDRESS, **nulls("email name phone tax_id")},
        "captured": not declined,
        "created": now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "disputed": False,
        "failure_code": "card_declined" if declined else None,
        "failure_message": "Your card was declined." if declined else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": {
            **nulls("advice_code network_advice_code network_decline_code"),
            "network_status": "declined_by_network" if declined else "approved_by_network",
            "reason": "generic_decline" if declined else None,
            "risk_level": "normal",
            "seller_message": "The bank did not return any further details with this decline." if declined else "Payment complete.",
            "type": "issuer_declined" if declined else "authorized",
        },
        "paid": not declined,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {"type": "card"},
        "refunded": False,
        "status": "failed" if declined else "succeeded",
    }


def refund(now: int, charge: Json, *, amount: int, **given: Any) -> Json:
    return {
        "id": new_id("re"),
        "object": "refund",
        **nulls("balance_transaction customer_account reason receipt_number source_transfer_reversal transfer_reversal"),
        "amount": amount,
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "customer": charge["customer"],
        "destination_details": {"type": "card", "card": {"type": "refund", "reference_status": "pending"}},
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "status": "succeeded",
        **given,
    }


def dispute(now: int, charge: Json, *, reason: str) -> Json:
    return {
        "id": new_id("dp"),
        "object": "dispute",
        "amount": charge["amount"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {
            "enhanced_evidence": {},
            **nulls(
                "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal "
                "customer_communication customer_email_address customer_name customer_purchase_ip customer_signature "
                "duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt "
                "refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation shipping_address "
                "shipping_carrier shipping_date shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text"
            ),
        },
        "evidence_details": {
            "due_by": now + 7 * 86400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "needs_response",
    }


def portal_session(now: int, *, url: str, **given: Any) -> Json:
    return {
        "object": "billing_portal.session",
        **nulls("customer_account flow locale on_behalf_of return_url"),
        "configuration": "bpc_double",
        "created": now,
        "livemode": False,
        "url": url,
        **given,
    }


def event(now: int, kind: str, item: Json, previous: Json | None, *, api_version: str, request: Json) -> Json:
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": api_version,
        "created": now,
        "data": {"object": item} if previous is None else {"object": item, "previous_attributes": previous},
        "livemode": False,
        "pending_webhooks": 0,
        "request": request,
        "type": kind,
    }
