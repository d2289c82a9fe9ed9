"""What the clinic offers: a list for everybody of the clinic, changed by its owner."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from myaccount.domain import treatments as rules
from myaccount.domain.calls import can_hold_classes
from myaccount.domain.money import percent
from myaccount.domain.parsing import YES, FieldError, ticked
from myaccount.domain.people import Role, full_name
from myaccount.domain.superbills import issues_superbills
from myaccount.messages import amounts
from myaccount.models import Treatment
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import audit_facts, differences, word_problems
from myaccount.services.practice import changes as practice
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import practice as store
from myaccount.views.practice import Option, Outcome, TreatmentForm

CODES = frozenset(
    {"minutes", "buffer_minutes", "price_cents", "tax_ppm", "kind", "capacity", "online", "book_online", "cpt"}
)
"""What the trail may say of a treatment besides its ids."""

COLUMNS = CODES | {"name", "discipline"}
STAFF, PLACE = "staff.", "location."


def form(tx: Session, ctx: StaffContext, treatment_id: str) -> TreatmentForm:
    """Show a treatment to its owner, to change it; a blank id begins a new one. Raises: NotAllowed · NotFound."""
    only(ctx, Role.OWNER)
    row = store.one(tx, Treatment, ctx.clinic.id, treatment_id) if treatment_id else None
    staff, places = _team(tx, ctx, treatment_id), _places(tx, ctx, treatment_id)
    ticks = {option.box: ticked(on) for option, on in (*staff, *places)}
    count = store.count_coming(tx, ctx.clinic.id, ctx.now, treatment_id=row.id) if row else 0
    return TreatmentForm(
        id=treatment_id,
        name=row.name if row else "",
        fields=_shown(row or _blank(ctx), ctx) | ticks,
        staff=tuple(option for option, _ in staff),
        places=tuple(option for option, _ in places),
        visits=practice.stays(count, ctx),
        archived=row is not None and row.archived_at is not None,
    )


def save(tx: Session, ctx: StaffContext, treatment_id: str, typed: Mapping[str, str]) -> Outcome:
    """Take the form of a treatment back: write what the owner changed in it, all of it or nothing.

    Edges: visits that are booked keep their length and their price. A class that is to meet online needs a place where
    more than two can. Raises: NotAllowed · NotFound.
    """
    only(ctx, Role.OWNER)
    before = form(tx, ctx, treatment_id)
    merged = form_merge.merge(typed, before.fields)
    values, problems = rules.read(merged.values, ctx.decimal, ctx.clinic.country)
    row = store.one(tx, Treatment, ctx.clinic.id, treatment_id) if treatment_id else _blank(ctx)
    if _meets_nowhere(tx, ctx, row, values, merged.values):
        problems["place"] = FieldError("treatments.no_online_class")
    if problems or merged.clashed:
        return Outcome(treatment_id, word_problems(problems, ctx.lang), merged.clashed)
    if not issues_superbills(ctx.clinic.country):
        values.pop("cpt")
    changes = differences(_columns(row), values)
    for name, value in values.items():
        setattr(row, name, value)
    tx.add(row)
    tx.flush()
    ticks = _write_ticks(tx, row.id, before.fields, merged.values)
    if changes or ticks or not treatment_id:
        action = Action.TREATMENT_CHANGED if treatment_id else Action.TREATMENT_ADDED
        practice.note(tx, ctx, action, row.id, **audit_facts(changes, CODES), **ticks)
    return Outcome(row.id, changed=bool(changes or ticks), touches=before.visits)


def _meets_nowhere(
    tx: Session, ctx: StaffContext, row: Treatment, values: Mapping[str, Any], typed: Mapping[str, str]
) -> bool:
    """Tell whether a treatment is made an online class though nowhere more than two can meet.

    Edges: what is one already, from a clinic file for example, can be changed in other ways.
    """
    is_one = row.kind == "class" and row.online
    if is_one or values.get("kind") != "class" or not values["online"]:
        return False
    links = [staff.video_link for staff, *_ in store.staff(tx, ctx.clinic.id) if typed.get(STAFF + staff.id) == YES]
    return not can_hold_classes(ctx.settings.online_provider, ctx.clinic.video_server, links)


def archive(tx: Session, ctx: StaffContext, treatment_id: str) -> str:
    """Take a treatment out of every list to choose from; say how many booked visits stay as they are."""
    only(ctx, Role.OWNER)
    row = store.one(tx, Treatment, ctx.clinic.id, treatment_id)
    if row.archived_at is None:
        row.archived_at = ctx.now
        tx.add(row)
        practice.note(tx, ctx, Action.TREATMENT_ARCHIVED, row.id)
    return practice.stays(store.count_coming(tx, ctx.clinic.id, ctx.now, treatment_id=row.id), ctx)


def restore(tx: Session, ctx: StaffContext, treatment_id: str) -> None:
    """Offer a treatment again."""
    only(ctx, Role.OWNER)
    row = store.one(tx, Treatment, ctx.clinic.id, treatment_id)
    if row.archived_at is not None:
        row.archived_at = None
        tx.add(row)
        practice.note(tx, ctx, Action.TREATMENT_RESTORED, row.id)


def _write_ticks(tx: Session, treatment_id: str, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Write who offers it and where; give back the ids that came and went, for the trail."""
    new = {name for name, value in after.items() if value == YES}
    old = {name for name, value in before.items() if value == YES and treatment_id}
    moved: dict[str, list[str]] = {}
    for prefix, kind in ((STAFF, "staff"), (PLACE, "locations")):
        for word, names in (("added", new - old), ("removed", old - new)):
            moved[f"{kind}_{word}"] = sorted(n.removeprefix(prefix) for n in names if n.startswith(prefix))
    pairs = {word: [(one, treatment_id) for one in moved[f"staff_{word}"]] for word in ("added", "removed")}
    store.set_offers(tx, pairs["added"], pairs["removed"])
    store.set_places(tx, treatment_id, moved["locations_added"], moved["locations_removed"])
    return {name: ",".join(ids) for name, ids in moved.items() if ids}


def _team(tx: Session, ctx: StaffContext, treatment_id: str) -> list[tuple[Option, bool]]:
    """List who can offer it: whoever is not archived, and with them whether they do."""
    offers = store.offers(tx, ctx.clinic.id)
    return [
        (Option(STAFF + staff.id, full_name(person.first_name, person.last_name)), (staff.id, treatment_id) in offers)
        for staff, person, _ in store.staff(tx, ctx.clinic.id)
        if staff.archived_at is None
    ]


def _places(tx: Session, ctx: StaffContext, treatment_id: str) -> list[tuple[Option, bool]]:
    offered = store.offered_at(tx, ctx.clinic.id)
    return [
        (Option(PLACE + place.id, place.name), (treatment_id, place.id) in offered)
        for place in store.locations(tx, ctx.clinic.id)
        if place.archived_at is None
    ]


def _columns(row: Treatment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def _shown(row: Treatment, ctx: StaffContext) -> dict[str, str]:
    return {
        "name": row.name,
        "discipline": row.discipline,
        "minutes": str(row.minutes),
        "buffer_minutes": str(row.buffer_minutes),
        "price_cents": amounts.amount(row.price_cents, ctx.clinic.currency, ctx.lang),
        "tax_ppm": amounts.number(percent(row.tax_ppm), ctx.lang),
        "kind": row.kind,
        "capacity": str(row.capacity) if row.capacity else "",
        "place": "online" if row.online else "in_person",
        "book_online": ticked(row.book_online),
        "cpt": row.cpt or "",
    }


def _blank(ctx: StaffContext) -> Treatment:
    return Treatment(clinic_id=ctx.clinic.id, name="", discipline="", minutes=60, price_cents=0)
