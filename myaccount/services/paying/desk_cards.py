"""A patient's cards at the desk: seen, and removed. The desk never adds one: its number is its holder's to type."""

from sqlmodel import Session

from myaccount.domain.clinic_side import DESK
from myaccount.domain.topics import Topic
from myaccount.models import Card
from myaccount.services.context import StaffContext
from myaccount.services.paying import card_words, processor
from myaccount.services.paying.cards import announce
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people, processors
from myaccount.store import cards as store
from myaccount.store import tasks as task_store
from myaccount.store.engine import Database
from myaccount.views.cards import CardRow


def on_file(tx: Session, ctx: StaffContext, person_id: str) -> tuple[CardRow, ...]:
    """Show a patient's cards. None while the clinic takes no payments. Raises: NotAllowed · NotFound."""
    only(ctx, *DESK)
    people.own(tx, ctx.clinic.id, person_id)
    if not processor.takes_payments(ctx):
        return ()
    return tuple(card_words.row(card, ctx) for card in store.on_file(tx, ctx.clinic.id, person_id))


def remove(db: Database, ctx: StaffContext, person_id: str, card_id: str) -> None:
    """Take a card off file, at the processor as well; what was asked about it is done with that. Source: S25.

    Edges: the default passes on to the newest card that is left. Raises: NotAllowed · NotFound · PaymentsOff.
    """
    only(ctx, *DESK)
    keys = db.read(processor.keys_in_use, ctx)
    method_id = db.read(store.method_of, ctx.clinic.id, person_id, card_id)
    gateway = processor.open_gateway(keys)
    gateway.detach(method_id)
    heir = db.write(_remove, ctx, person_id, card_id)
    if heir is not None:
        gateway.set_default(db.read(processors.customer, ctx.clinic.id, person_id), heir.method_id)


def _remove(tx: Session, ctx: StaffContext, person_id: str, card_id: str) -> Card | None:
    people.own_to_change(tx, ctx.clinic.id, person_id)
    if not store.remove(tx, card_id, ctx.now):
        return None
    if task_store.finish_about(tx, ctx.clinic.id, person_id, card_id, ctx.now, ctx.person_id):
        bus.announce(tx, ctx.clinic.id, Topic.TASK, ctx.now, person_id)
    audit.record(tx, ctx, Action.CARD_REMOVED, subject_id=card_id, person_id=person_id)
    announce(tx, ctx, person_id)
    left = store.on_file(tx, ctx.clinic.id, person_id)
    if not left or left[0].is_default:
        return None
    store.make_default(tx, ctx.clinic.id, person_id, left[0].id)
    return left[0]
