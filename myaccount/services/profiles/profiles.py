"""One patient's profile, as the clinic sees and keeps it."""

from datetime import timedelta
from typing import Literal

from sqlmodel import Session

from myaccount.domain.clinic_side import DESK
from myaccount.domain.contact_points import EXTENSION
from myaccount.domain.people import age, full_name
from myaccount.domain.topics import Topic
from myaccount.messages import dates, language, say
from myaccount.models import Person
from myaccount.services.context import StaffContext
from myaccount.services.outgoing.phones import shown_phone
from myaccount.services.practice import changes as practice
from myaccount.services.profiles import contact
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts, bus, people
from myaccount.store import audit as trail
from myaccount.store import patients as store
from myaccount.views.contact import DeskForm
from myaccount.views.profile import Profile

Booking = Literal["", "allowed", "sign_in_required", "off"]
"""How one patient may book online; blank is as the clinic has it."""

NOTED_EVERY = timedelta(minutes=10)
"""Somebody who opens a profile again within this time is not written down again."""


def show(tx: Session, ctx: StaffContext, person_id: str) -> tuple[Profile, DeskForm]:
    """Show a patient's profile, and the form behind it.

    Raises: NotFound, also for a practitioner who has had no appointment with the patient.
    """
    person = one(tx, ctx, person_id)
    return _profile(tx, ctx, person), contact.show_desk(person, ctx)


def opened(tx: Session, ctx: StaffContext, person_id: str) -> None:
    """Write down that somebody has opened a profile: patients can read who did.

    Edges: once in ten minutes for each who opens it. Raises: NotFound.
    """
    one(tx, ctx, person_id)
    since = ctx.now - NOTED_EVERY
    if not trail.is_noted(tx, person_id, ctx.person_id, Action.PROFILE_OPENED.value, since):
        audit.record(tx, ctx, Action.PROFILE_OPENED, person_id=person_id)


def override_booking(tx: Session, ctx: StaffContext, person_id: str, booking: Booking) -> None:
    """Let one patient book online otherwise than the clinic's setting says; blank follows it again.

    Edges: what it is already changes nothing and leaves no trace. Raises: NotAllowed · NotFound.
    """
    only(ctx, *DESK)
    person = people.own_to_change(tx, ctx.clinic.id, one(tx, ctx, person_id).id)
    before, after = person.online_booking, booking or None
    if before == after:
        return
    person.online_booking = after
    tx.add(person)
    audit.record(tx, ctx, Action.ONLINE_BOOKING_CHANGED, person_id=person.id, before=before, after=after)
    bus.announce(tx, ctx.clinic.id, Topic.PROFILE, ctx.now, person.id)


def one(tx: Session, ctx: StaffContext, person_id: str) -> Person:
    """Find somebody whose profile may be seen. Raises: NotFound."""
    return store.own(tx, ctx.clinic.id, person_id, ctx.own_staff_id)


def _profile(tx: Session, ctx: StaffContext, person: Person) -> Profile:
    account = accounts.of_person(tx, ctx.clinic.id, person.id)
    phone = person.mobile or person.other_phone or ""
    can_edit = ctx.role in DESK
    return Profile(
        id=person.id,
        name=full_name(person.first_name, person.last_name),
        preferred_name=person.preferred_name or "",
        pronouns=(person.pronouns or "") if ctx.settings.client_pronouns else "",
        born=_born(person, ctx),
        phone=shown_phone(phone, ctx.clinic.country, ctx.lang),
        phone_url=f"tel:{phone.replace(EXTENSION, ',')}" if phone else "",
        email=person.email or "",
        email_url=f"mailto:{person.email}" if person.email else "",
        email_verified=person.email_verified_at is not None,
        language=say(f"profile.speaks.{language(person.language, ctx.clinic.language)}", ctx.lang),
        address=person.address or "",
        emergency=_emergency(person, ctx),
        has_account=account is not None,
        marketing=person.marketing_opt_in,
        booking=person.online_booking or "",
        has_packages=ctx.settings.packages,
        has_family=can_edit and ctx.settings.family_profiles,
        can_edit=can_edit,
        can_welcome=can_edit and account is None and practice.may_reach(tx, ctx, person.id),
        can_reset=can_edit and account is not None,
    )


def _born(person: Person, ctx: StaffContext) -> str:
    born = person.date_of_birth
    if born is None:
        return ""
    years = age(born, ctx.today)
    said = say("profile.year" if years == 1 else "profile.years", ctx.lang, count=years)
    return f"{dates.plain_day(born, ctx.lang)} · {said}"


def _emergency(person: Person, ctx: StaffContext) -> str:
    phone = shown_phone(person.emergency_phone, ctx.clinic.country, ctx.lang)
    return " · ".join(filter(None, (person.emergency_name, phone)))
