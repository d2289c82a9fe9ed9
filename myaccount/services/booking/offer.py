"""What can be booked online: which treatments, with whom, where."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from myaccount.domain.people import full_name, initials
from myaccount.models import Treatment
from myaccount.services.booking import eligibility
from myaccount.services.booking.free_times import is_class
from myaccount.services.booking.words import treatment_line
from myaccount.services.context import ClinicContext
from myaccount.store import offers as store
from myaccount.views.booking import LocationChoice, Offer, PractitionerChoice, TreatmentChoice

Triple = tuple[str, str, str]
"""A treatment, a practitioner and a location that go together."""


def offer(tx: Session, ctx: ClinicContext, treatment: str = "", staff: str = "", location: str = "") -> Offer:
    """Show somebody what they can book online, narrowed down to what goes with what has been chosen.

    Edges: as `narrowed`. Raises: BookingOff · SignInRequired · LimitReached.
    """
    eligibility.check(tx, ctx)
    eligibility.check_limit(tx, ctx)
    return narrowed(tx, ctx, treatment, staff, location)


def narrowed(tx: Session, ctx: ClinicContext, treatment: str, staff: str, location: str) -> Offer:
    """Show what the clinic offers online, narrowed down to what goes with what has been chosen.

    Each may be an id of ours or one of the clinic file, as in the links that a clinic puts on its website.
    Edges: when one is unknown, or they do not go together, nothing is chosen and everything is shown.
    """
    rows = store.treatments(tx, ctx.clinic.id)
    kinds = {row.Treatment.id: row.Treatment for row in rows}
    team = {row.id: row for row in store.practitioners(tx, ctx.clinic.id)}
    places = {row.id: row for row in store.locations(tx, ctx.clinic.id)}
    allowed = {(row.Treatment.id, row.location_id) for row in rows}
    triples = {triple for triple in _triples(tx, ctx, kinds) if triple[1] in team and (triple[0], triple[2]) in allowed}
    asked = (_find(treatment, kinds.values()), _find(staff, team.values()), _find(location, places.values()))
    unknown = not any(_goes(triple, asked) for triple in triples) and any((treatment, staff, location))
    chosen = ("", "", "") if unknown else asked
    kept = [{triple[part] for triple in triples if _goes(triple, chosen, but=part)} for part in range(3)]
    return Offer(
        _grouped([one for one in kinds.values() if one.id in kept[0]], ctx),
        tuple(
            PractitionerChoice(
                one.id,
                full_name(one.first_name, one.last_name),
                initials(one.first_name, one.last_name),
                "" if chosen[0] else _disciplines(one.id, triples, kinds),
            )
            for one in team.values()
            if one.id in kept[1]
        ),
        tuple(LocationChoice(one.id, one.name, one.address) for one in places.values() if one.id in kept[2]),
        *chosen,
        unknown=unknown,
    )


def _triples(tx: Session, ctx: ClinicContext, kinds: dict[str, Treatment]) -> set[Triple]:
    visits, classes = store.visits_offered(tx, ctx.clinic.id), store.classes_offered(tx, ctx.clinic.id, ctx.now)
    return {one for one in visits if one[0] in kinds and not is_class(kinds[one[0]])} | classes


def _disciplines(staff_id: str, triples: set[Triple], kinds: dict[str, Treatment]) -> str:
    """Say what somebody offers, unless everybody of the clinic offers the same."""
    if len({row.discipline for row in kinds.values()}) == 1:
        return ""
    return ", ".join(sorted({kinds[one[0]].discipline for one in triples if one[1] == staff_id} - {""}))


def _goes(triple: Triple, chosen: Triple, but: int | None = None) -> bool:
    return all(chosen[part] in ("", triple[part]) for part in range(3) if part != but)


def _find(name: str, rows: Iterable[object]) -> str:
    """Find the id of what is named by its id or by that of the clinic file; a name that nothing has stays itself."""
    return next((row.id for row in rows if name and name in (row.id, row.external_id)), name)  # type: ignore[attr-defined]


def _grouped(rows: Sequence[Treatment], ctx: ClinicContext) -> tuple[TreatmentChoice, ...]:
    """Word the treatments; the first of each discipline names it, unless there is only one."""
    several = len({row.discipline for row in rows}) > 1
    heads = {row.discipline: row.id for row in reversed(rows)}
    return tuple(
        TreatmentChoice(
            row.id,
            row.name,
            row.discipline,
            row.minutes,
            row.price_cents,
            row.online,
            is_class=is_class(row),
            line=treatment_line(row, ctx),
            group=row.discipline if several and heads[row.discipline] == row.id else "",
        )
        for row in rows
    )
