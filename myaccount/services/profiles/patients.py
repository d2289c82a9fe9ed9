"""The clinic's patients, as its staff find them, and how a new one is added."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from myaccount.domain import contact as rules
from myaccount.domain.clinic_side import DESK
from myaccount.domain.contact import Read
from myaccount.domain.patient_words import Searched, asked, words_of
from myaccount.domain.people import casefolded, full_name
from myaccount.domain.refusals import LikelyDuplicate, NotAcceptable, NotAllowed
from myaccount.domain.time import wall_time
from myaccount.domain.topics import Topic
from myaccount.messages import dates
from myaccount.models import Appointment, Person
from myaccount.services.context import StaffContext
from myaccount.services.outgoing.phones import shown_phone
from myaccount.services.profiles import contact
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import patients as store
from myaccount.views.patients import Checked, PatientLine, PatientResults

AT_MOST = 20
LOOKED_AT = 2000
"""How many words that begin with the rarest one are looked at: what a person types next makes them fewer."""

COUNTED = 200
RECENT = 8
OPENINGS = 100
NEW_FIELDS = ("first_name", "last_name", "email", "mobile", "date_of_birth")
OTHERS = "others"
"""The field of the form that names, by their ids, those who are alike and have been looked at: they are others."""


def search(tx: Session, ctx: StaffContext, words: str) -> PatientResults:
    """Find patients by the beginnings of their names, e-mail address, phone number, or by their date of birth.

    Edges: at most twenty; `has_more` when there may be others. Nothing typed finds nobody. A practitioner finds who
    has or had an appointment with them.
    """
    wanted = asked(words)
    if not wanted:
        return PatientResults()
    counts = {word: store.count(tx, ctx.clinic.id, word, COUNTED) for word in wanted} if len(wanted) > 1 else {}
    rarest_first = sorted(wanted, key=lambda word: counts.get(word, 0))
    ids, is_all = store.found(tx, ctx.clinic.id, rarest_first, ctx.own_staff_id, looked_at=LOOKED_AT, limit=AT_MOST + 1)
    return PatientResults(_by_name(_lines(tx, ctx, ids[:AT_MOST])), not is_all or len(ids) > AT_MOST)


def recent(tx: Session, ctx: StaffContext) -> PatientResults:
    """List the patients whose profiles somebody of the clinic has opened, the last one first."""
    ids = store.recently_opened(
        tx,
        ctx.clinic.id,
        ctx.person_id,
        Action.PROFILE_OPENED.value,
        ctx.own_staff_id,
        looked_at=OPENINGS,
        limit=RECENT,
    )
    return PatientResults(_lines(tx, ctx, ids))


def check(tx: Session, ctx: StaffContext, form: Mapping[str, str]) -> Checked:
    """Judge what was typed about a new patient: what is wrong with it, and who may be the same person.

    Raises: NotAllowed for a role that adds nobody, and for a field that there is not.
    """
    read = _read(ctx, form)
    problems = contact.problems(read, ctx)
    others = form.get(OTHERS, "").split()
    alike = () if problems else _alike(tx, ctx, read)
    return Checked(problems, alike if {one.id for one in alike} - set(others) else ())


def create(tx: Session, ctx: StaffContext, form: Mapping[str, str]) -> str:
    """Add a patient, and give back the id. `form` holds the fields as they were typed.

    Edges: who is like somebody is added only when the form's "others" has the id of everybody who is alike.
    Raises: NotAllowed · NotAcceptable for the first field that cannot be taken · LikelyDuplicate.
    """
    checked = check(tx, ctx, form)
    for name, reason in checked.problems.items():
        raise NotAcceptable(field=name, reason=reason)
    for one in checked.alike:
        raise LikelyDuplicate(name=one.name)
    said = {name: one.value for name, one in _read(ctx, form).items()}
    person = Person(
        clinic_id=ctx.clinic.id,
        first_name=said["first_name"] or "",
        last_name=said["last_name"] or "",
        email=said["email"],
        email_key=casefolded(said["email"]) if said["email"] else None,
        mobile=said["mobile"],
        date_of_birth=_day(said["date_of_birth"]),
        created_at=ctx.now,
    )
    tx.add(person)
    tx.flush()
    audit.record(tx, ctx, Action.PATIENT_ADDED, person_id=person.id)
    bus.announce(tx, ctx.clinic.id, Topic.PROFILE, ctx.now, person.id)
    return person.id


def line(person: Person, ctx: StaffContext, visit: Appointment | None = None) -> PatientLine:
    """Word one patient for a list. Times: the visit on the clocks of its place."""
    born = dates.plain_day(person.date_of_birth, ctx.lang) if person.date_of_birth else ""
    phone = shown_phone(person.mobile or person.other_phone, ctx.clinic.country, ctx.lang)
    return PatientLine(
        id=person.id,
        name=full_name(person.first_name, person.last_name),
        detail=" · ".join(filter(None, (born, phone or person.email))),
        preferred_name=person.preferred_name or "",
        date_of_birth=born,
        phone=phone,
        email=person.email or "",
        next_visit=dates.day_and_time(wall_time(visit.starts_at, visit.zone).local, ctx.lang) if visit else "",
    )


def _lines(tx: Session, ctx: StaffContext, ids: Sequence[str]) -> tuple[PatientLine, ...]:
    if not ids:
        return ()
    visits = store.next_visits(tx, ctx.clinic.id, ids, ctx.now)
    known = {person.id: line(person, ctx, visits.get(person.id)) for person in store.people(tx, ctx.clinic.id, ids)}
    return tuple(known[one] for one in ids)


def _by_name(lines: Sequence[PatientLine]) -> tuple[PatientLine, ...]:
    return tuple(sorted(lines, key=lambda one: (casefolded(one.name), one.id)))


def _read(ctx: StaffContext, form: Mapping[str, str]) -> dict[str, Read]:
    only(ctx, *DESK)
    if not set(form) <= {*NEW_FIELDS, OTHERS}:
        raise NotAllowed()
    return {name: rules.read_new(name, form.get(name, ""), ctx.clinic.country, ctx.today) for name in NEW_FIELDS}


def _alike(tx: Session, ctx: StaffContext, read: Mapping[str, Read]) -> tuple[PatientLine, ...]:
    words = sorted(words_of(Searched(names=(read["first_name"].value, read["last_name"].value))))
    email = read["email"].value
    facts = {
        "date_of_birth": _day(read["date_of_birth"].value),
        "email_key": casefolded(email) if email else None,
        "mobile": read["mobile"].value,
    }
    same = store.alike(tx, ctx.clinic.id, words, facts, limit=3)
    return tuple(line(person, ctx) for person in same)


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
