"""The people who work at the clinic: added, changed, archived and restored by its owner."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from myaccount.domain import staff as rules
from myaccount.domain.parsing import YES, FieldError, ticked
from myaccount.domain.people import Role, casefolded, full_name
from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Person, Staff
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import audit_facts, differences, word_problems
from myaccount.services.identity import welcome
from myaccount.services.identity.one_time_links import Kind
from myaccount.services.practice import changes as practice
from myaccount.services.practice import staff_list
from myaccount.services.profiles import contact_changes, contact_proof
from myaccount.services.profiles import mails as profile_mails
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import accounts, bus, clinics, people
from myaccount.store import practice as store
from myaccount.views.practice import Option, Outcome, StaffForm

CODES = frozenset({"role", "start_interval_minutes", "buffer_minutes"})
"""What the trail may say of a staff member besides ids."""

PAPERS = ("registration_number", "credentials", "license_number", "signature", "npi")
"""What stands on receipts and superbills."""

OWN = ("role", *PAPERS, "video_link", "start_interval_minutes", "buffer_minutes")
OFFER = "treatment."


def form(tx: Session, ctx: StaffContext, staff_id: str) -> StaffForm:
    """Show a staff member to the owner, to change them; a blank id begins a new one. Raises: NotAllowed · NotFound."""
    only(ctx, Role.OWNER)
    staff, person = _found(tx, ctx, staff_id) if staff_id else _blank(ctx)
    offers = store.offers(tx, ctx.clinic.id)
    named = [(OFFER + one.id, one) for one in store.treatments(tx, ctx.clinic.id) if one.archived_at is None]
    account = accounts.of_person(tx, ctx.clinic.id, person.id) if staff_id else None
    count = store.count_coming(tx, ctx.clinic.id, ctx.now, staff_id=staff_id) if staff_id else 0
    return StaffForm(
        id=staff_id,
        name=full_name(person.first_name, person.last_name),
        fields=_shown(staff, person) | {box: ticked((staff_id, one.id) in offers) for box, one in named},
        treatments=tuple(Option(box, one.name) for box, one in named),
        visits=practice.stays(count, ctx),
        account=staff_list.account_line(person, account.id if account else None, ctx) if staff_id else "",
        can_invite=bool(staff_id) and account is None and bool(person.email) and staff.archived_at is None,
        is_self=staff_id == ctx.staff_id,
        archived=staff.archived_at is not None,
    )


def save(tx: Session, ctx: StaffContext, staff_id: str, typed: Mapping[str, str]) -> Outcome:
    """Take the form of a staff member back: write what the owner changed in it, all of it or nothing.

    Edges: the last owner stays one. A new address serves nothing until its owner has verified it, and the old one is
    told. Visits that are booked stay. Raises: NotAllowed · NotFound.
    """
    only(ctx, Role.OWNER)
    clinics.lock(tx, ctx.clinic.id)  # two owners cannot demote each other at one moment
    before = form(tx, ctx, staff_id)
    merged = form_merge.merge(typed, before.fields)
    values, problems = rules.read(merged.values)
    problems |= _not_possible(tx, ctx, before, values)
    if problems or merged.clashed:
        return Outcome(staff_id, word_problems(problems, ctx.lang), merged.clashed)
    staff, person = _found(tx, ctx, staff_id) if staff_id else _blank(ctx)
    moved = _write_profile(tx, ctx, person, {name: values[name] for name in rules.PROFILE}, is_new=not staff_id)
    changes = differences({name: getattr(staff, name) for name in OWN}, {name: values[name] for name in OWN})
    for name in OWN:
        setattr(staff, name, values[name])
    tx.add(staff)
    tx.flush()
    offers = _write_offers(tx, staff.id, before.fields, merged.values)
    if changes or offers or not staff_id:
        facts = audit_facts(changes, CODES) if staff_id else {"role": staff.role}
        action = Action.STAFF_CHANGED if staff_id else Action.STAFF_ADDED
        practice.note(tx, ctx, action, staff.id, person_id=person.id, **facts, **offers)
    elif moved:
        bus.announce(tx, ctx.clinic.id, Topic.PRACTICE, ctx.now)
    return Outcome(staff.id, changed=bool(changes or offers or moved), touches=before.visits)


def archive(tx: Session, ctx: StaffContext, staff_id: str) -> str:
    """Take somebody out of the clinic: no staff any more from the next moment on. Their My Account stays (S05).

    Gives back how many booked visits stay as they are. Raises: NotAllowed · NotFound · NotAcceptable for oneself and
    for the last owner.
    """
    only(ctx, Role.OWNER)
    clinics.lock(tx, ctx.clinic.id)
    staff = store.one(tx, Staff, ctx.clinic.id, staff_id)
    if staff.id == ctx.staff_id:
        raise NotAcceptable(field="archive", reason=say("staff.not_yourself", ctx.lang))
    if store.owners(tx, ctx.clinic.id) == {staff.id}:
        raise NotAcceptable(field="archive", reason=say("staff.last_owner", ctx.lang))
    if staff.archived_at is None:
        staff.archived_at = ctx.now
        tx.add(staff)
        practice.note(tx, ctx, Action.STAFF_ARCHIVED, staff.id, person_id=staff.person_id, role=staff.role)
    return practice.stays(store.count_coming(tx, ctx.clinic.id, ctx.now, staff_id=staff.id), ctx)


def restore(tx: Session, ctx: StaffContext, staff_id: str) -> None:
    """Take somebody back, in the role that they had."""
    only(ctx, Role.OWNER)
    staff = store.one(tx, Staff, ctx.clinic.id, staff_id)
    if staff.archived_at is not None:
        staff.archived_at = None
        tx.add(staff)
        practice.note(tx, ctx, Action.STAFF_RESTORED, staff.id, person_id=staff.person_id, role=staff.role)


def invite(tx: Session, ctx: StaffContext, staff_id: str) -> str:
    """Send somebody the Welcome e-mail, and tell their address. Source: S03.

    Edges: once a minute.
    Raises: NotAllowed · NotFound, also without an address or when archived · AlreadyDone for who has an account ·
    JustSent.
    """
    only(ctx, Role.OWNER)
    staff, person = _found(tx, ctx, staff_id)
    if not person.email or staff.archived_at is not None:
        raise NotFound()
    profile_mails.check_pause(tx, ctx, person, Kind.WELCOME)
    welcome.send(tx, ctx, person)
    return person.email


def _found(tx: Session, ctx: StaffContext, staff_id: str) -> tuple[Staff, Person]:
    staff = store.one(tx, Staff, ctx.clinic.id, staff_id)
    return staff, people.own_to_change(tx, ctx.clinic.id, staff.person_id)


def _blank(ctx: StaffContext) -> tuple[Staff, Person]:
    person = Person(clinic_id=ctx.clinic.id, first_name="", last_name="", created_at=ctx.now)
    return Staff(clinic_id=ctx.clinic.id, person_id=person.id, role=Role.PRACTITIONER.value), person


def _shown(staff: Staff, person: Person) -> dict[str, str]:
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email or "",
        "role": staff.role,
        **{name: getattr(staff, name) or "" for name in (*PAPERS, "video_link")},
        "start_interval_minutes": str(staff.start_interval_minutes),
        "buffer_minutes": str(staff.buffer_minutes),
    }


def _not_possible(
    tx: Session, ctx: StaffContext, before: StaffForm, values: Mapping[str, Any]
) -> dict[str, FieldError]:
    problems: dict[str, FieldError] = {}
    if before.fields["email"] and values.get("email", "") is None:
        problems["email"] = FieldError("contact.blank.email")
    if values.get("role", Role.OWNER) != Role.OWNER and store.owners(tx, ctx.clinic.id) == {before.id}:
        problems["role"] = FieldError("staff.last_owner")
    return problems


def _write_profile(
    tx: Session, ctx: StaffContext, person: Person, values: Mapping[str, str | None], *, is_new: bool
) -> bool:
    """Write what stands in the profile that they have as a patient; tell whether anything changed."""
    changes = differences(
        {name: getattr(person, name) or None for name in values}, {n: v or None for n, v in values.items()}
    )
    for name, (_, after) in changes.items():
        setattr(person, name, after or "" if name == "last_name" else after)
    person.email_key = casefolded(person.email) if person.email else None
    tx.add(person)
    tx.flush()
    if is_new or not changes:
        return bool(changes)
    contact_changes.note(tx, ctx, person, changes)
    if "email" in changes:
        contact_proof.move(tx, ctx, person, changes["email"][0])
    bus.announce(tx, ctx.clinic.id, Topic.PROFILE, ctx.now, person.id)
    return True


def _write_offers(tx: Session, staff_id: str, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Write what somebody offers; give back the ids that came and went, for the trail."""
    held = _ticked(before)
    wanted = _ticked(after)
    store.set_offers(tx, [(staff_id, one) for one in wanted - held], [(staff_id, one) for one in held - wanted])
    moved = {"treatments_added": wanted - held, "treatments_removed": held - wanted}
    return {name: ",".join(sorted(ids)) for name, ids in moved.items() if ids}


def _ticked(fields: Mapping[str, str]) -> set[str]:
    """Read from the boxes which treatments are ticked."""
    return {name.removeprefix(OFFER) for name, on in fields.items() if name.startswith(OFFER) and on == YES}
