"""The list of what the clinic offers, in words."""

from collections.abc import Sequence

from sqlmodel import Session

from myaccount.domain.people import full_name
from myaccount.messages import amounts, say
from myaccount.models import Treatment
from myaccount.services.context import StaffContext
from myaccount.services.practice import changes as practice
from myaccount.store import practice as store
from myaccount.views.practice import TreatmentRow


def rows(tx: Session, ctx: StaffContext) -> Sequence[TreatmentRow]:
    """List the treatments by discipline, archived ones last, for everybody of the clinic."""
    names = {
        staff.id: full_name(person.first_name, person.last_name)
        for staff, person, _ in store.staff(tx, ctx.clinic.id)
        if staff.archived_at is None
    }
    places = {place.id: place.name for place in store.locations(tx, ctx.clinic.id) if place.archived_at is None}
    offers, offered = store.offers(tx, ctx.clinic.id), store.offered_at(tx, ctx.clinic.id)
    listed: list[TreatmentRow] = []
    group = ""
    for one in store.treatments(tx, ctx.clinic.id):
        heads, group = ("", group) if _group(one, ctx) == group else (_group(one, ctx),) * 2
        who = sorted(names[staff_id] for staff_id, offer in offers if offer == one.id and staff_id in names)
        where = sorted(places[place] for offer, place in offered if offer == one.id and place in places)
        listed.append(_row(one, heads, who, where, ctx))
    return listed


def _group(one: Treatment, ctx: StaffContext) -> str:
    if one.archived_at is not None:
        return say("practice.archived", ctx.lang)
    return one.discipline or say("treatments.other", ctx.lang)


def _row(one: Treatment, heads: str, who: Sequence[str], where: Sequence[str], ctx: StaffContext) -> TreatmentRow:
    kind = "treatments.class_of" if one.kind == "class" else "treatments.one_on_one"
    place = say("treatments.online" if one.online else "treatments.in_person", ctx.lang)
    return TreatmentRow(
        id=one.id,
        heads=heads,
        name=one.name,
        minutes=say("treatments.length", ctx.lang, minutes=one.minutes),
        price=amounts.amount(one.price_cents, ctx.clinic.currency, ctx.lang),
        kind=f"{say(kind, ctx.lang, capacity=one.capacity or 0)} · {place}",
        where="" if one.online else practice.few(where, ctx),
        who=practice.few(who, ctx) or say("treatments.nobody", ctx.lang),
        book_online=one.book_online,
        archived=one.archived_at is not None,
    )
