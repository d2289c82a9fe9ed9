"""What was changed of a profile: its values stand beside the trail, which names the fields alone."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.messages import say
from myaccount.models import ContactChange, Person
from myaccount.services.context import PatientContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action

Changes = Mapping[str, tuple[str | None, str | None]]
"""What each field was and what it is, by its name."""


def note(tx: Session, ctx: PatientContext, person: Person, changes: Changes) -> None:
    """Write down what was changed, by whoever acts. Who agrees to marketing has agreed to a sentence, which is kept."""
    for field, (before, after) in changes.items():
        agreed = field == "marketing_opt_in" and after == "yes"
        row = ContactChange(
            clinic_id=ctx.clinic.id,
            person_id=person.id,
            actor_id=ctx.person_id,
            at=ctx.now,
            field=field,
            before=before,
            after=after,
            wording=say("contact.marketing", ctx.lang, clinic=ctx.clinic.name) if agreed else None,
        )
        tx.add(row)
    audit.record(tx, ctx, Action.CONTACT_CHANGED, person_id=person.id, fields=",".join(changes))
