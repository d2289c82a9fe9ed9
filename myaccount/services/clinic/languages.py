"""The language that the portal speaks with a person."""

from sqlmodel import Session

from myaccount.domain.topics import Topic
from myaccount.messages import Language
from myaccount.services.context import PatientContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people


def choose(tx: Session, ctx: PatientContext, lang: Language) -> None:
    """Speak this language with the patient from now on: pages, mail and documents."""
    people.set_language(tx, ctx.clinic.id, ctx.person_id, lang)
    audit.record(tx, ctx, Action.LANGUAGE_CHANGED, language=lang)
    bus.announce(tx, ctx.clinic.id, Topic.PROFILE, ctx.now, ctx.person_id)
