"""Credit Cards on File: the patient adds a card and chooses the default. No function here removes one (S24)."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.config import config
from myaccount.domain.cards import SETUP_LIFE, SETUP_WINDOW, CardDeclined, PaymentsOff, may_begin
from myaccount.domain.refusals import TooManyTries
from myaccount.domain.tasks import TaskKind
from myaccount.domain.topics import Topic
from myaccount.integrations.stripe.gateway import Declined, Gateway, Method, NotKnown, Setup, Status
from myaccount.messages import dates, say
from myaccount.models import Card, CardSetup, Task
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.paying import card_words, processor
from myaccount.services.profiles import requests
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people, processors
from myaccount.store import cards as store
from myaccount.store import tasks as task_store
from myaccount.store.engine import Database
from myaccount.views.cards import CardForm, CardRow

MINUTES = int(SETUP_WINDOW.total_seconds() // 60)


def on_file(tx: Session, ctx: PatientContext) -> tuple[CardRow, ...]:
    """Show a patient's cards: the default first, then the newest. None while the clinic takes no payments."""
    if not processor.takes_payments(ctx):
        return ()
    asked = _asked(tx, ctx)
    return tuple(card_words.row(card, ctx, asked) for card in store.on_file(tx, ctx.clinic.id, ctx.person_id))


def is_unfinished(tx: Session, ctx: PatientContext) -> bool:
    """Tell whether a card has been begun within the hour that may have come on file since."""
    waiting = store.waiting_setups(tx, ctx.clinic.id, ctx.person_id)
    return processor.takes_payments(ctx) and any(ctx.now - row.created_at <= SETUP_WINDOW for row in waiting)


def begin(db: Database, ctx: PatientContext) -> CardForm:
    """Begin to add a card: what the browser then tells the processor, the portal never sees.

    Raises: PaymentsOff · TooManyTries for the eleventh within an hour.
    """
    keys = db.read(_may_begin, ctx)
    gateway = processor.open_gateway(keys)
    customer_id = customer(db, gateway, ctx)
    row = CardSetup(clinic_id=ctx.clinic.id, person_id=ctx.person_id, setup_id="", created_at=ctx.now)
    setup = gateway.begin_setup(customer_id, f"setup-{row.id}")
    row.setup_id = setup.id
    db.write(_add, row)
    return CardForm(config().stripe_js_url, keys.publishable_key, setup.client_secret)


def finish(db: Database, ctx: PatientContext) -> int:
    """Keep what was begun and has succeeded, whatever the browser says; tell how many cards came on file.

    Edges: a card that is on file already comes on file once. A setup of another customer's counts for nothing.
    Raises: PaymentsOff · CardDeclined.
    """
    gateway = processor.open_gateway(db.read(processor.keys_in_use, ctx))
    return finish_for(db, gateway, ctx, ctx.person_id)


def finish_for(db: Database, gateway: Gateway, ctx: ClinicContext, person_id: str) -> int:
    """Keep the cards that a person has typed, when it is the processor's message that tells of it.

    Raises: CardDeclined.
    """
    customer_id = db.read(processors.customer, ctx.clinic.id, person_id)
    begun = Begun(db, gateway, ctx, person_id, customer_id)
    return sum(_finish(begun, row) for row in db.read(store.waiting_setups, ctx.clinic.id, person_id))


def make_default(db: Database, ctx: PatientContext, card_id: str) -> None:
    """Choose the card that is paid with unless another is chosen. Raises: PaymentsOff · NotFound."""
    keys = db.read(processor.keys_in_use, ctx)
    method_id = db.read(store.method_of, ctx.clinic.id, ctx.person_id, card_id)
    customer_id = db.read(processors.customer, ctx.clinic.id, ctx.person_id)
    processor.open_gateway(keys).set_default(customer_id, method_id)
    db.write(_make_default, ctx, card_id)


def ask_to_remove(tx: Session, ctx: PatientContext, card_id: str) -> None:
    """Ask the desk to remove a card: the patient cannot, by design.

    Raises: PaymentsOff · NotFound · TooManyTasks. Source: S24.
    """
    if not processor.takes_payments(ctx):
        raise PaymentsOff()
    card = store.one(tx, ctx.clinic.id, ctx.person_id, card_id)
    requests.ask(tx, ctx, TaskKind.CARD_REMOVAL, card_words.title(card, ctx.clinic.language), card_id)
    announce(tx, ctx, ctx.person_id)


def customer(db: Database, gateway: Gateway, ctx: PatientContext) -> str:
    """Name who the patient is to the processor, who may have to be told of them first."""
    known = db.read(processors.customer, ctx.clinic.id, ctx.person_id)
    if known:
        return known
    made = gateway.create_customer(ctx.person_id)
    return db.write(processors.keep_customer, ctx.clinic.id, ctx.person_id, made, ctx.now)


def announce(tx: Session, ctx: ClinicContext, person_id: str) -> None:
    """Let whoever sees a person's cards see them anew."""
    bus.announce(tx, ctx.clinic.id, Topic.CARD, ctx.now, person_id)


def _may_begin(tx: Session, ctx: PatientContext) -> processor.Keys:
    keys = processor.keys_in_use(tx, ctx)
    if not may_begin(store.count_setups(tx, ctx.clinic.id, ctx.person_id, ctx.now - SETUP_WINDOW)):
        raise TooManyTries(minutes=MINUTES)
    return keys


def _add(tx: Session, row: CardSetup) -> None:
    tx.add(row)


@dataclass(frozen=True)
class Begun:
    """Whose cards come on file, and who is asked about them."""

    place: Database
    gateway: Gateway
    ctx: ClinicContext
    person_id: str
    customer_id: str


def _finish(begun: Begun, row: Row[Any]) -> int:
    ctx, over = begun.ctx, partial(begun.place.write, store.finish_setup, row.id, begun.ctx.now)
    try:
        setup = begun.gateway.setup(row.setup_id)
    except NotKnown:
        over()
        return 0
    if setup.status is not Status.SUCCEEDED or setup.customer_id != begun.customer_id:
        if ctx.now - row.created_at > SETUP_LIFE or setup.status is Status.CANCELLED:
            over()
        return 0
    try:
        method = _kept(begun, setup)
    except Declined as fault:
        over()
        raise CardDeclined() from fault
    if method is None:
        over()
        return 0
    card = begun.place.write(_keep, ctx, begun.person_id, row, method)
    if card.is_default:
        begun.gateway.set_default(begun.customer_id, method.id)
    return 1


def _kept(begun: Begun, setup: Setup) -> Method | None:
    """Find the card of a setup among the customer's; None when the same card is on file already.

    The processor keeps it by itself when the setup succeeds; where it does not, it is told to. Raises: Declined.
    """
    methods = begun.gateway.methods(setup.customer_id)
    if setup.method_id not in {method.id for method in methods}:
        begun.gateway.attach(setup.method_id, setup.customer_id)
        methods = begun.gateway.methods(setup.customer_id)
    [method] = [method for method in methods if method.id == setup.method_id]
    same = (method.id, method.mark, method.exp_month, method.exp_year)
    if not begun.place.read(store.has_same, begun.ctx.clinic.id, begun.person_id, *same):
        return method
    begun.gateway.detach(method.id)
    return None


def _keep(tx: Session, ctx: ClinicContext, person_id: str, setup: Row[Any], method: Method) -> Card:
    people.own_to_change(tx, ctx.clinic.id, person_id)  # of two that finish the same setup, one does
    store.finish_setup(tx, setup.id, ctx.now)
    if known := store.by_method(tx, ctx.clinic.id, method.id):
        return known
    is_first = not store.on_file(tx, ctx.clinic.id, person_id)
    card = Card(
        clinic_id=ctx.clinic.id, person_id=person_id, method_id=method.id, brand=method.brand, last4=method.last4,
        exp_month=method.exp_month, exp_year=method.exp_year, mark=method.mark, is_default=is_first, added_at=ctx.now,
    )  # fmt: skip
    tx.add(card)
    audit.record(tx, ctx, Action.CARD_ADDED, subject_id=card.id, person_id=person_id)
    announce(tx, ctx, person_id)
    return card


def _make_default(tx: Session, ctx: PatientContext, card_id: str) -> None:
    people.own_to_change(tx, ctx.clinic.id, ctx.person_id)
    card = store.one(tx, ctx.clinic.id, ctx.person_id, card_id)
    if card.is_default:
        return
    store.make_default(tx, ctx.clinic.id, ctx.person_id, card_id)
    audit.record(tx, ctx, Action.CARD_CHOSEN, subject_id=card_id)
    announce(tx, ctx, ctx.person_id)


def _asked(tx: Session, ctx: PatientContext) -> dict[str, str]:
    """Word since when the removal of which card is asked for."""
    waiting = task_store.own_open(tx, ctx.clinic.id, ctx.person_id)
    removals = [task for task in waiting if task.kind == TaskKind.CARD_REMOVAL and task.subject_id]
    return {str(task.subject_id): say("card.asked", ctx.lang, day=_day(task, ctx)) for task in removals}


def _day(task: Task, ctx: PatientContext) -> str:
    return dates.long_day(ctx.clinic.day_of(task.created_at), ctx.lang)
