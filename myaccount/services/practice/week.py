"""When somebody works, as the side panel of the staff page shows it."""

from sqlmodel import Session

from myaccount.domain.clinic_side import DESK
from myaccount.domain.people import full_name
from myaccount.messages import dates
from myaccount.services.context import StaffContext
from myaccount.services.practice import hours, time_off
from myaccount.store import people
from myaccount.store import practice as store
from myaccount.views.practice import Option, Week


def week(tx: Session, ctx: StaffContext, staff_id: str) -> Week:
    """Show the week of somebody: everybody's to the owner and the front desk, else one's own.

    Raises: NotFound, also for who is archived.
    """
    staff = hours.whose(tx, ctx, staff_id)
    person = people.own(tx, ctx.clinic.id, staff.person_id)
    listed = hours.rows(tx, ctx, staff_id)
    places = [place for place in store.locations(tx, ctx.clinic.id) if place.archived_at is None]
    zones = time_off.zones(tx, ctx)
    return Week(
        name=full_name(person.first_name, person.last_name),
        hours=tuple(listed),
        off=tuple(time_off.rows(tx, ctx, staff_id)),
        places=tuple(Option(place.id, place.name) for place in places),
        zones=tuple(Option(zone, dates.zone_time(zone, ctx.lang)) for zone in zones) if len(zones) > 1 else (),
        outside=hours.outside(tx, ctx, staff_id) if listed else "",
        may_change=ctx.role in DESK,
    )
