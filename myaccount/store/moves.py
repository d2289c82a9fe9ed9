"""What has become of visits that were moved, in the database."""

from typing import Any

from sqlalchemy import Select, Subquery, and_, func
from sqlalchemy import select as select_columns
from sqlmodel import col

from myaccount.domain.appointments import AppointmentState
from myaccount.models import Appointment


def latest_of_moves(begun: Select[*tuple[Any, ...]]) -> Subquery:
    """Follow visits through their moves: `now_id` is what has become of the one that was booked as `first_id`.

    `begun` are the visits to follow, by id and person. Edges: what was moved away from, or put back, is archived, so
    at most one stands; a visit of which none does has no row.
    """
    first = begun.subquery()
    chain = select_columns(first.c.id.label("first_id"), first.c.id, first.c.person_id).cte("moves", recursive=True)
    # by person, too: that is how appointments are indexed
    is_next = and_(col(Appointment.person_id) == chain.c.person_id, col(Appointment.moved_from_id) == chain.c.id)
    further = select_columns(chain.c.first_id, col(Appointment.id), chain.c.person_id).join(Appointment, is_next)
    chain = chain.union(further)
    is_not_archived = col(Appointment.state) != AppointmentState.ARCHIVED.value
    return (
        select_columns(chain.c.first_id, func.max(col(Appointment.id)).label("now_id"))
        .join(Appointment, and_(col(Appointment.id) == chain.c.id, is_not_archived))
        .group_by(chain.c.first_id)
        .subquery("latest")
    )
