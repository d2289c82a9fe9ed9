"""The keys of the clinic's card processor: set by the owner, tried before they are kept, and never shown again."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.config import config
from myaccount.domain import processor_keys as rules
from myaccount.domain.people import Role
from myaccount.integrations.stripe.gateway import Gateway, KeysRefused, NotKnown, Silent
from myaccount.messages import say
from myaccount.models import ProcessorAccount
from myaccount.services import links
from myaccount.services.context import StaffContext
from myaccount.services.paying import processor
from myaccount.services.paying.processor import Keys
from myaccount.services.practice import changes as practice
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import cards, clinics, processors
from myaccount.store.engine import Database
from myaccount.views.practice import Outcome
from myaccount.views.processor import ProcessorFacts

SHOWN = 4


def facts(tx: Session, ctx: StaffContext) -> ProcessorFacts:
    """Show what is set up, without a secret. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    own = processors.account(tx, ctx.clinic.id)
    known = ctx.clinic.has_processor
    publishable = own.publishable_key if own else config().stripe_publishable_key if known else ""
    is_test = publishable.startswith("pk_test_")
    return ProcessorFacts(
        is_set_up=known,
        is_own=own is not None,
        is_test=is_test,
        key_line=say("processor_keys.line", ctx.lang, ending=publishable[-SHOWN:]) if publishable else "",
        hears=bool(own.webhook_secret if own else known and config().stripe_webhook_secret),
        webhook_url=links.address(tx, ctx.clinic.id, "/hooks/stripe"),
        publishable_key=own.publishable_key if own else "",
    )


def save(db: Database, ctx: StaffContext, form: Mapping[str, str]) -> Outcome:
    """Try the keys that were pasted, and keep them if the processor takes them.

    Edges: a secret that is left blank stays as it is. Keys of another account know none of the cards on file, so those
    are forgotten. Raises: NotAllowed · Silent.
    """
    only(ctx, Role.OWNER)
    before = db.read(_own, ctx)
    typed, problems = rules.read(form, has_secret=before is not None)
    if problems:
        return Outcome(problems={name: say(key, ctx.lang) for name, key in problems.items()})
    kept = before or Keys("", "", "")
    new = Keys(typed.publishable_key, typed.secret_key or kept.secret_key, typed.webhook_secret or kept.webhook_secret)
    if new == before:
        return Outcome(ctx.clinic.id)
    customer = db.read(processors.any_customer, ctx.clinic.id)
    gateway = processor.open_gateway(new)
    try:
        is_live = gateway.check()
        knows_all = not customer or _knows(gateway, customer)
    except KeysRefused:
        return Outcome(problems={"secret_key": say("processor_keys.refused", ctx.lang)})
    except Silent:
        return Outcome(problems={"secret_key": say("processor_keys.silent", ctx.lang)})
    db.write(_keep, ctx, new, is_live, knows_all)
    return Outcome(ctx.clinic.id, changed=True)


def _own(tx: Session, ctx: StaffContext) -> Keys | None:
    return processor.keys(tx, ctx.clinic.id) if processors.account(tx, ctx.clinic.id) else None


def _knows(gateway: Gateway, customer_id: str) -> bool:
    try:
        gateway.methods(customer_id)
    except NotKnown:
        return False
    return True


def _keep(tx: Session, ctx: StaffContext, new: Keys, is_live: bool, knows_all: bool) -> None:
    clinics.lock(tx, ctx.clinic.id)
    secret, webhook = processor.sealed(new, ctx.clinic.id)
    row = ProcessorAccount(
        clinic_id=ctx.clinic.id,
        publishable_key=new.publishable_key,
        secret_key=secret,
        webhook_secret=webhook,
        is_live=is_live,
        set_at=ctx.now,
        set_by=ctx.person_id,
    )
    processors.keep_account(tx, row)
    if not knows_all:
        cards.forget_all(tx, ctx.clinic.id, ctx.now)
        processors.forget_customers(tx, ctx.clinic.id)
    clinics.next_version(tx, ctx.clinic.id)
    practice.note(tx, ctx, Action.PROCESSOR_SET, ctx.clinic.id, live=is_live, other_account=not knows_all)
