"""Contact Info: a patient, or the clinic for them, sees and changes contact details."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from myaccount.domain import contact as rules
from myaccount.domain.clinic_side import DESK
from myaccount.domain.contact import BORN, FIELDS, LONGEST, PHONES, MergeOutcome, Read, merge_outcome
from myaccount.domain.people import casefolded
from myaccount.domain.refusals import NotAllowed, PronounsOff
from myaccount.domain.topics import Topic
from myaccount.messages import language, say
from myaccount.models import Person
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.form_merge import SEEN_SUFFIX, current_values
from myaccount.services.outgoing.phones import shown_phone
from myaccount.services.practice import changes as practice
from myaccount.services.profiles import contact_changes, contact_proof
from myaccount.services.profiles.contact_changes import Changes
from myaccount.services.profiles.contact_proof import Way
from myaccount.services.roles import only
from myaccount.store import bus
from myaccount.store import people as store
from myaccount.views.contact import ContactForm, DeskForm, Saved

DESK_FIELDS = (*(field for field in FIELDS if field != "marketing_opt_in"), BORN)
"""What the clinic writes in a profile. Whether marketing e-mail is welcome, the patient alone says."""

DESK_WORDS = {
    "contact.blank.first_name": "patients.blank.first_name",
    "contact.blank.email": "patients.blank.email",
}
"""What is said to the desk in place of what is said to the patient."""


def show(tx: Session, ctx: PatientContext) -> ContactForm:
    """Show the patient's own contact details; pronouns only when the clinic asks for them. Source: S19, S22."""
    person = store.own(tx, ctx.clinic.id, ctx.person_id)
    email, mobile = (contact_proof.waiting(person, way) for way in Way)
    return ContactForm(
        **_values(person, FIELDS, ctx),
        asks_pronouns=ctx.settings.client_pronouns,
        unverified_email=email,
        code_sent=bool(email) and contact_proof.is_under_way(tx, ctx, person),
        unverified_mobile=_shown("mobile", mobile, ctx),
        mobile_code_sent=bool(mobile) and contact_proof.is_under_way(tx, ctx, person, Way.MOBILE),
    )


def show_desk(person: Person, ctx: StaffContext) -> DeskForm:
    """Show a profile's contact details to the clinic; pronouns only when the clinic asks for them."""
    return DeskForm(**_values(person, DESK_FIELDS, ctx), asks_pronouns=ctx.settings.client_pronouns)


def save(tx: Session, ctx: PatientContext, form: Mapping[str, str]) -> Saved:
    """Take the patient's own form back. Raises and edges: as `save_form`. Source: S19–S22."""
    return _save_form(tx, ctx, ctx.person_id, form, FIELDS)


def save_desk(tx: Session, ctx: StaffContext, person_id: str, form: Mapping[str, str]) -> Saved:
    """Take the desk's form of a profile back, by the same rules as the patient's own.

    Edges: a new address is told to the old one, and is the patient's to verify: no code goes there.
    Raises: NotAllowed for a role that only reads · OwnerOnly for a colleague's address · NotFound · PronounsOff.
    """
    only(ctx, *DESK)
    return _save_form(tx, ctx, person_id, form, DESK_FIELDS)


def _save_form(
    tx: Session, ctx: PatientContext, person_id: str, form: Mapping[str, str], fields: Iterable[str]
) -> Saved:
    """Take a form back: write what the person changed in it, all of it or nothing.

    Edges: a field that the form leaves out, or that says what it said when it was opened, stays as it is by now. One
    that somebody else changed meanwhile, to something else, is a clash and left to the person.
    Raises: NotAllowed for a field that there is not · PronounsOff.
    Source: S19–S22.
    """
    typed = current_values(form)
    if not {name.removesuffix(SEEN_SUFFIX) for name in form} <= set(fields):
        raise NotAllowed()
    person = store.own_to_change(tx, ctx.clinic.id, person_id)
    seen = {name: _seen(name, form, person, ctx) for name in typed}
    touched = {name: text for name, text in typed.items() if rules.tidy(text) != rules.tidy(seen[name])}
    if "pronouns" in touched and not ctx.settings.client_pronouns:
        raise PronounsOff()
    mine = {name: _read(name, text, ctx) for name, text in touched.items()}
    if wrong := problems(mine, ctx):
        return Saved(wrong)
    if "email" in mine and not isinstance(ctx, StaffContext) and not contact_proof.may_send(tx, ctx):
        return Saved({"email": say("refused.too_many_tries", ctx.lang, minutes=contact_proof.MINUTES)})
    now = {name: _kept(person, name, ctx) for name in mine}
    fates = {name: merge_outcome(one.value, _began(name, seen[name], ctx), now[name]) for name, one in mine.items()}
    if clashes := tuple(name for name, found in fates.items() if found is MergeOutcome.CLASH):
        return Saved({}, clashes)
    changes = {name: (now[name], mine[name].value) for name, found in fates.items() if found is MergeOutcome.WRITE}
    return _write(tx, ctx, person, changes)


def _write(tx: Session, ctx: PatientContext, person: Person, changes: Changes) -> Saved:
    if not changes:
        return Saved({})
    for name, (_, after) in changes.items():
        _put(person, name, after)
    tx.add(person)
    contact_changes.note(tx, ctx, person, changes)
    code_sent = "email" in changes and _new_email(tx, ctx, person, changes["email"][0])
    if "mobile" in changes:
        person.mobile_verified_at = None
    bus.announce(tx, ctx.clinic.id, Topic.PROFILE, ctx.now, person.id)
    return Saved({}, changed=tuple(changes), code_sent=code_sent)


def _new_email(tx: Session, ctx: PatientContext, person: Person, old: str | None) -> bool:
    """Let a new address serve nothing until its code is typed; tell the old one. True when a code was sent.

    Edges: what staff wrote down may be anybody's address, and no code goes there until the patient asks for it.
    """
    if isinstance(ctx, StaffContext):
        practice.check_reach(tx, ctx, person.id)
    before, person.email_key = person.email_key, casefolded(person.email or "")
    if before == person.email_key:
        return False
    contact_proof.move(tx, ctx, person, old)
    if isinstance(ctx, StaffContext):
        return False
    contact_proof.send_code(tx, ctx, person)
    return True


def problems(mine: Mapping[str, Read], ctx: PatientContext) -> dict[str, str]:
    """Say by field what is wrong with what was typed, in words for the patient or for the desk."""
    wrong = {name: one.problem for name, one in mine.items() if one.problem}
    words = DESK_WORDS if isinstance(ctx, StaffContext) else {}
    return {name: say(words.get(key, key), ctx.lang, longest=LONGEST.get(name, 0)) for name, key in wrong.items()}


def _seen(name: str, form: Mapping[str, str], person: Person, ctx: PatientContext) -> str:
    """Tell what the box held when the person began; a form that does not say means what the profile says now."""
    given = form.get(name + SEEN_SUFFIX)
    return _shown(name, _kept(person, name, ctx), ctx) if given is None else given


def _read(name: str, text: str, ctx: PatientContext) -> Read:
    if name == BORN:
        return rules.read_birth(text, ctx.today)
    return rules.read(name, text, ctx.clinic.country)


def _began(name: str, text: str, ctx: PatientContext) -> str | None:
    """Read what a box held at first. What could not be kept today may have come in another way: it counts as it is."""
    found = _read(name, text, ctx)
    return rules.tidy(text) if found.problem else found.value


def _kept(person: Person, name: str, ctx: PatientContext) -> str | None:
    """Read a field of the profile; the language is the one that the patient is spoken to in."""
    if name == "marketing_opt_in":
        return "yes" if person.marketing_opt_in else "no"
    if name == "language":
        return language(person.language, ctx.clinic.language)
    if name == BORN:
        return person.date_of_birth.isoformat() if person.date_of_birth else None
    value: str | None = getattr(person, name)
    return value or None


def _put(person: Person, name: str, value: str | None) -> None:
    if name == "marketing_opt_in":
        person.marketing_opt_in = value == "yes"
    elif name == BORN:
        person.date_of_birth = date.fromisoformat(value) if value else None
    else:
        setattr(person, name, value or "" if name == "last_name" else value)


def _values(person: Person, fields: Iterable[str], ctx: PatientContext) -> dict[str, Any]:
    values = {field: _shown(field, _kept(person, field, ctx), ctx) for field in fields}
    return values if ctx.settings.client_pronouns else values | {"pronouns": ""}


def _shown(name: str, value: str | None, ctx: PatientContext) -> str:
    return shown_phone(value, ctx.clinic.country, ctx.lang) if name in PHONES and value else value or ""
