"""Contact Info: a patient sees and changes their own contact details."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.domain import contact as rules
from myaccount.domain.contact import FIELDS, LONGEST, PHONES, Fate, Read, fate
from myaccount.domain.contacts import shown_phone
from myaccount.domain.people import casefolded
from myaccount.domain.refusals import NotAllowed, PronounsOff
from myaccount.messages import say
from myaccount.models import ContactChange, Person
from myaccount.services import audit, email_proof
from myaccount.services.audit import Action
from myaccount.services.context import PatientContext
from myaccount.store import bus
from myaccount.store import people as store
from myaccount.views.contact import ContactForm, Saved

TOPIC = "profile"
SEEN = "_was"
"""What the name of a field ends in that says what its box held when the person began."""

Changes = dict[str, tuple[str | None, str | None]]


def show(tx: Session, ctx: PatientContext) -> ContactForm:
    """Show the patient's own contact details; pronouns only when the clinic asks for them. Source: S19, S22."""
    person = store.own(tx, ctx.clinic.id, ctx.person_id)
    asks = ctx.settings.client_pronouns
    values = {field: _shown(field, _kept(person, field, ctx), ctx) for field in FIELDS}
    waiting = bool(person.email) and person.email_verified_at is None
    return ContactForm(
        **values | {"pronouns": values["pronouns"] if asks else ""},
        asks_pronouns=asks,
        unverified_email=person.email or "" if waiting else "",
        code_sent=waiting and email_proof.is_under_way(tx, ctx, person),
    )


def save(tx: Session, ctx: PatientContext, form: Mapping[str, str]) -> Saved:
    """Take a form back: write what the person changed in it, all of it or nothing.

    Edges: a field that the form leaves out, or that says what it said when it was opened, stays as it is by now. One
    that somebody else changed meanwhile, to something else, is a clash and left to the person.
    Raises: NotAllowed for a field that there is not · PronounsOff.
    Source: S19–S22.
    """
    typed = {name: text for name, text in form.items() if not name.endswith(SEEN)}
    if not {name.removesuffix(SEEN) for name in form} <= set(FIELDS):
        raise NotAllowed()
    person = store.own_to_change(tx, ctx.clinic.id, ctx.person_id)
    seen = {name: _seen(name, form, person, ctx) for name in typed}
    touched = {name: text for name, text in typed.items() if rules.tidy(text) != rules.tidy(seen[name])}
    if "pronouns" in touched and not ctx.settings.client_pronouns:
        raise PronounsOff()
    mine = {name: rules.read(name, text, ctx.clinic.country) for name, text in touched.items()}
    if problems := _problems(mine, ctx):
        return Saved(problems)
    if "email" in mine and not email_proof.may_send(tx, ctx):
        return Saved({"email": say("refused.too_many_tries", ctx.lang, minutes=email_proof.MINUTES)})
    now = {name: _kept(person, name, ctx) for name in mine}
    fates = {name: fate(one.value, _read(name, seen[name], ctx), now[name]) for name, one in mine.items()}
    if clashes := tuple(name for name, found in fates.items() if found is Fate.CLASH):
        return Saved({}, clashes)
    changes = {name: (now[name], mine[name].value) for name, found in fates.items() if found is Fate.WRITE}
    return _write(tx, ctx, person, changes)


def _write(tx: Session, ctx: PatientContext, person: Person, changes: Changes) -> Saved:
    if not changes:
        return Saved({})
    for name, (before, after) in changes.items():
        _put(person, name, after)
        tx.add(_change(ctx, person, name, before, after))
    tx.add(person)
    audit.record(tx, ctx, Action.CONTACT_CHANGED, fields=",".join(changes))
    code_sent = "email" in changes and _new_email(tx, ctx, person, changes["email"][0])
    if "mobile" in changes:
        person.mobile_verified_at = None
    bus.announce(tx, ctx.clinic.id, TOPIC, ctx.now, ctx.person_id)
    return Saved({}, changed=tuple(changes), code_sent=code_sent)


def _new_email(tx: Session, ctx: PatientContext, person: Person, old: str | None) -> bool:
    """Let a new address serve nothing until its code is typed; tell the old one. True when a code was sent."""
    before, person.email_key = person.email_key, casefolded(person.email or "")
    if before == person.email_key:
        return False
    email_proof.move(tx, ctx, person, old)
    return True


def _change(ctx: PatientContext, person: Person, name: str, before: str | None, after: str | None) -> ContactChange:
    agreed = name == "marketing_opt_in" and after == "yes"
    return ContactChange(
        clinic_id=ctx.clinic.id,
        person_id=person.id,
        actor_id=ctx.person_id,
        at=ctx.now,
        field=name,
        before=before,
        after=after,
        wording=say("contact.marketing", ctx.lang, clinic=ctx.clinic.name) if agreed else None,
    )


def _problems(mine: Mapping[str, Read], ctx: PatientContext) -> dict[str, str]:
    return {name: say(one.problem, ctx.lang, longest=LONGEST.get(name, 0)) for name, one in mine.items() if one.problem}


def _seen(name: str, form: Mapping[str, str], person: Person, ctx: PatientContext) -> str:
    """Tell what the box held when the person began; a form that does not say means what the profile says now."""
    given = form.get(name + SEEN)
    return _shown(name, _kept(person, name, ctx), ctx) if given is None else given


def _read(name: str, text: str, ctx: PatientContext) -> str | None:
    """Read what a box held at first. What could not be kept today may have come in another way: it counts as it is."""
    found = rules.read(name, text, ctx.clinic.country)
    return rules.tidy(text) if found.problem else found.value


def _kept(person: Person, name: str, ctx: PatientContext) -> str | None:
    """Read a field of the profile; the language is the one that the patient is spoken to in."""
    if name == "marketing_opt_in":
        return "yes" if person.marketing_opt_in else "no"
    if name == "language":
        return ctx.lang
    value: str | None = getattr(person, name)
    return value or None


def _put(person: Person, name: str, value: str | None) -> None:
    if name == "marketing_opt_in":
        person.marketing_opt_in = value == "yes"
    else:
        setattr(person, name, value or "" if name == "last_name" else value)


def _shown(name: str, value: str | None, ctx: PatientContext) -> str:
    return shown_phone(value, ctx.clinic.country) if name in PHONES and value else value or ""
