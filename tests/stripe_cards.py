"""A clinic that takes cards, and people who type them, for tests in front of the stand-in for Stripe."""

from dataclasses import replace

import httpx
from sqlmodel import Session

from demo.stripe_stand_in import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET
from myaccount.models import Card, ClinicSetting, ProcessorAccount
from myaccount.services.context import PatientContext
from myaccount.services.paying import cards, processor
from myaccount.services.paying.processor import Keys
from myaccount.store import clinics
from tests.scenes import NOW, Scene

VISA, SECURE, DECLINED, CANNOT_PAY = "4242424242424242", "4000002500003155", "4000000000000002", "4000000000000341"
KEYS = Keys(PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET)


def set_up(scene: Scene, who: str = "robin", *, keys: Keys = KEYS, payments: bool = True) -> None:
    """Let a clinic take cards, as its owner has set it up."""
    with scene.database.writing() as tx:
        set_up_clinic(tx, scene.place_of(who).clinic_id, scene.people[who], keys=keys, payments=payments)


def set_up_clinic(tx: Session, clinic_id: str, by: str, *, keys: Keys = KEYS, payments: bool = True) -> None:
    """Write a clinic's keys, and turn payments on."""
    secret, webhook = processor.sealed(keys, clinic_id)
    tx.merge(
        ProcessorAccount(
            clinic_id=clinic_id, publishable_key=keys.publishable_key, secret_key=secret, webhook_secret=webhook,
            is_live=False, set_at=NOW, set_by=by,
        )
    )  # fmt: skip
    tx.merge(ClinicSetting(clinic_id=clinic_id, key="payments", value=payments))
    clinics.next_version(tx, clinic_id)


def type_card(base: str, client_secret: str, number: str = VISA, *, year: int = 2031, proves: bool = True) -> None:
    """Do what a browser does: give a card's number to the processor, and prove to the bank that it is one's own."""
    setup = f"{base}/v1/setup_intents/{client_secret.partition('_secret_')[0]}/confirm"
    card = {"number": number, "exp_month": 12, "exp_year": year, "cvc": "123"}
    known = {"key": PUBLISHABLE_KEY, "client_secret": client_secret}
    httpx.post(setup, json={**known, "payment_method_data": {"type": "card", "card": card}})
    if number == SECURE and proves:
        httpx.post(setup, json=known)


def add_card(scene: Scene, base: str, ctx: PatientContext, number: str = VISA, *, year: int = 2031) -> Card:
    """Add a card as a patient does, from the button to the list; give it as it is kept."""
    known = {card.id for card in scene.rows(Card)}
    ctx = replace(ctx, clinic=scene.alice_ctx().clinic if ctx.clinic.slug == "cedar" else ctx.clinic)
    form = processor.answered(cards.begin, ctx)
    type_card(base, form.client_secret, number, year=year)
    processor.answered(cards.finish, ctx)
    [card] = [card for card in scene.rows(Card) if card.id not in known]
    return card
