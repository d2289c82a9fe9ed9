"""Tell people by mail what they may do for one another, and what they may no longer."""

from sqlmodel import Session

from myaccount.domain.family import read_permissions
from myaccount.domain.people import full_name
from myaccount.messages import dates, language
from myaccount.models import Invitation, Person, Relationship
from myaccount.services import links
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.family import words
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.outbox import Kind


def invited(tx: Session, ctx: PatientContext, row: Invitation, reached: list[Person], token: str) -> None:
    """Send an invitation to the addresses of some people, to each address once, in the language of its first.

    Edges: to nobody when the clinic knows nobody there; the inviter is not told the difference.
    """
    link = links.address(tx, ctx.clinic.id, f"/family/{token}")
    addressed = {person.email_key: person for person in reversed(reached) if person.email}
    for number, person in enumerate(addressed.values()):
        outbox.put(
            tx,
            ctx.clinic,
            Kind.FAMILY_INVITATION,
            dedupe=f"{Kind.FAMILY_INVITATION}:{row.id}:{number}",
            recipient=person.email,
            lang=language(person.language, ctx.clinic.language),
            facts={"who": ctx.first_name, "link": link},
            now=ctx.now,
            person_id=ctx.person_id,
        )


def granted(tx: Session, ctx: ClinicContext, row: Relationship, whose: Person, who: Person) -> None:
    """Tell the one whose data it is, and the one who may act, what may be done from now on."""
    key = f"{row.id}:{ctx.now.isoformat()}"
    for person, other, kind in ((whose, who, Kind.FAMILY_GRANTED), (who, whose, Kind.FAMILY_RECEIVED)):
        lang = language(person.language, ctx.clinic.language)
        facts = {
            "name": full_name(other.first_name, other.last_name),
            "may": words.listed(read_permissions(row.permissions), lang),
            "until": dates.plain_day(row.expires_on, lang) if row.expires_on else "",
        }
        outbox.to_person(tx, ctx, person, kind, key, facts)


def ended(tx: Session, ctx: ClinicContext, row: Relationship, whose: Person, who: Person) -> None:
    """Tell both that nothing may be done any more."""
    for person, other, kind in ((whose, who, Kind.FAMILY_REVOKED), (who, whose, Kind.FAMILY_ENDED)):
        facts = {"name": full_name(other.first_name, other.last_name)}
        outbox.to_person(tx, ctx, person, kind, row.id, facts)
