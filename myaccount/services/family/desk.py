"""Family on a patient's profile. For a patient who has no account, a child for instance, the desk says who may act."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.domain import grants
from myaccount.domain.clinic_side import DESK
from myaccount.domain.family import DecidesThemselves, Label, read_permissions
from myaccount.domain.grants import WHO, Grant
from myaccount.domain.parsing import FieldError
from myaccount.domain.people import full_name
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.models import Person, Relationship
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.family import granting, words
from myaccount.services.family.granting import check_on
from myaccount.services.form_merge import Merged, word_problems
from myaccount.services.profiles import profiles
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import accounts, people
from myaccount.store import family as store
from myaccount.views.family import DeskFamily, GrantForm
from myaccount.views.practice import Option, Outcome


def of_patient(tx: Session, ctx: StaffContext, person_id: str) -> DeskFamily:
    """Show who may act for a patient, and for whom they may. Nothing while the clinic has Family turned off.

    Edges: nothing to practitioners, who know only their own patients by name. Raises: NotFound, also for a practitioner
    who has had no appointment with the patient.
    """
    person = profiles.one(tx, ctx, person_id)
    if not ctx.settings.family_profiles or ctx.role not in DESK:
        return DeskFamily()
    key = (tx, ctx.clinic.id, person.id, ctx.today)
    rows = {"granted": store.granted_by(*key), "received": store.granted_to(*key)}
    shown = {
        way: [words.shown(one.Relationship, one.Person, f"desk_family.{way}.is", ctx.lang) for one in found]
        for way, found in rows.items()
    }
    return DeskFamily(decides=not _has_account(tx, person), **shown)


def form(tx: Session, ctx: StaffContext, person_id: str, relationship_id: str) -> GrantForm:
    """Show the form of what somebody may do for a patient; a blank id begins a new one.

    Raises: NotAllowed · FamilyOff · DecidesThemselves · NotFound.
    """
    person = _decided_for(tx, ctx, person_id)
    if not relationship_id:
        return GrantForm(fields={WHO: "", **grants.shown(Grant())}, labels=_labels("", ctx))
    row = _own(tx, ctx, person, relationship_id)
    other = tx.get_one(Person, row.to_id)
    return GrantForm(
        id=row.id,
        name=full_name(other.first_name, other.last_name),
        fields={WHO: other.id, **grants.shown(_grant(row))},
        labels=_labels(row.label, ctx),
    )


def save(tx: Session, ctx: StaffContext, person_id: str, relationship_id: str, typed: Mapping[str, str]) -> Outcome:
    """Let somebody act for a patient who has no account, or change what they may; whoever has an address is told.

    All that was typed or nothing. Raises: NotAllowed · FamilyOff · DecidesThemselves · NotFound.
    """
    person = _decided_for(tx, ctx, person_id, lock=True)
    before = form(tx, ctx, person_id, relationship_id)
    merged = form_merge.merge(typed, before.fields)
    known = frozenset(option.box for option in before.labels)
    grant, problems = grants.read(merged.values, known, ctx.today)
    party = _own(tx, ctx, person, relationship_id) if relationship_id else _chosen(tx, ctx, person, merged, problems)
    if party is None or problems or merged.clashed:
        return Outcome(relationship_id, word_problems(problems, ctx.lang), merged.clashed)
    terms = (grant.permissions, grant.expires_on, grant.label)
    if isinstance(party, Person):
        return Outcome(granting.grant(tx, ctx, (person, party), *terms, Action.FAMILY_RECORDED), changed=True)
    changed = _grant(party) != grant
    granting.amend(tx, ctx, party, *terms)
    return Outcome(party.id, changed=changed)


def end(tx: Session, ctx: StaffContext, person_id: str, relationship_id: str) -> None:
    """Let somebody act no longer for a patient who has no account; whoever has an address is told.

    Edges: it works while the clinic has Family turned off, too.
    Raises: NotAllowed · DecidesThemselves · NotFound, also when it has ended before.
    """
    only(ctx, *DESK)
    granting.end(tx, ctx, _own(tx, ctx, _without_account(tx, ctx, person_id), relationship_id))


def _decided_for(tx: Session, ctx: StaffContext, person_id: str, *, lock: bool = False) -> Person:
    only(ctx, *DESK)
    check_on(ctx)
    return _without_account(tx, ctx, person_id, lock=lock)


def _without_account(tx: Session, ctx: StaffContext, person_id: str, *, lock: bool = False) -> Person:
    person = profiles.one(tx, ctx, person_id)
    person = people.own_to_change(tx, ctx.clinic.id, person.id) if lock else person
    if _has_account(tx, person):
        raise DecidesThemselves(name=full_name(person.first_name, person.last_name))
    return person


def _has_account(tx: Session, person: Person) -> bool:
    return accounts.of_person(tx, person.clinic_id, person.id) is not None


def _own(tx: Session, ctx: StaffContext, person: Person, relationship_id: str) -> Relationship:
    row = store.one(tx, ctx.clinic.id, person.id, relationship_id)
    if row.from_id != person.id:
        raise NotFound()
    return row


def _chosen(
    tx: Session, ctx: StaffContext, person: Person, merged: Merged, problems: dict[str, FieldError]
) -> Person | None:
    """Find who is to act; what stands against them is put with the other problems."""
    try:
        other = profiles.one(tx, ctx, merged.values[WHO])
    except NotFound:
        problems[WHO] = FieldError("desk_family.nobody")
        return None
    standing = store.granted_by(tx, ctx.clinic.id, person.id, ctx.today)
    if other.id == person.id:
        problems[WHO] = FieldError("desk_family.oneself")
    elif any(one.Person.id == other.id for one in standing):
        problems[WHO] = FieldError("desk_family.already")
    return other


def _grant(row: Relationship) -> Grant:
    return Grant(read_permissions(row.permissions), row.label, row.expires_on)


def _labels(kept: str, ctx: StaffContext) -> tuple[Option, ...]:
    """List who the patient can be to somebody: also what a clinic file calls it otherwise, and nothing."""
    known = [one.value for one in Label]
    others = [kept] if kept and kept not in known else []
    named = [Option(one, words.label(one, ctx.lang)) for one in [*known, *others]]
    return (*named, Option("", say("desk_family.label.none", ctx.lang)))
