"""What an import reads and writes: many rows at a time, always of one clinic."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, and_, bindparam, delete, insert, or_, select, tuple_, update
from sqlmodel import Session, SQLModel

from myaccount.domain.redemption import TRANSITIONS, Happening
from myaccount.models import Account, Appointment, Claim, Clinic, ClinicHost, Redemption
from myaccount.store.chunks import chunked

Found = Mapping[str, Any]

SETTLED = {
    Happening.ARRIVED: ("arrived",),
    Happening.MISSED: ("no_show",),
    Happening.CANCELLED: ("cancelled",),
    Happening.TAKEN_BACK: ("archived",),
    Happening.UNDONE: ("booked",),
}
"""What an import that brings a visit into such a state does to the use that it has."""


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model: rows go in and out as plain mappings, which is what makes an import fast."""
    return cast(Table, getattr(model, "__table__"))  # noqa: B009  (typed nowhere)


def clinic_by_slug(tx: Session, slug: str) -> Found | None:
    """Find a clinic's row by its slug, and hold it until the transaction ends."""
    table = table_of(Clinic)
    row = tx.execute(_held(select(table).where(table.c.slug == slug))).mappings().one_or_none()
    return dict(row) if row else None


def hosts(tx: Session, clinic_id: str, wanted: Iterable[str]) -> dict[str, str]:
    """List the host names of a clinic, and those it wants, with the clinic that each belongs to now."""
    table = table_of(ClinicHost)
    query = select(table).where(or_(table.c.clinic_id == clinic_id, table.c.host.in_(list(wanted))))
    return {row.host: row.clinic_id for row in tx.execute(query)}


def of_clinic(tx: Session, model: type[SQLModel], clinic_id: str) -> list[Found]:
    """List every row of a table that belongs to a clinic; for the short tables."""
    table = table_of(model)
    return [dict(row) for row in tx.execute(select(table).where(table.c.clinic_id == clinic_id)).mappings()]


def of_owners(tx: Session, model: type[SQLModel], column: str, ids: Iterable[str]) -> list[Found]:
    """List the rows of a table in which a column names one of these."""
    table = table_of(model)
    found: list[Found] = []
    for some in chunked(ids):
        found += [dict(row) for row in tx.execute(select(table).where(table.c[column].in_(some))).mappings()]
    return found


def by_external_id(tx: Session, model: type[SQLModel], clinic_id: str, ids: Iterable[str]) -> dict[str, Found]:
    """Find the rows of a clinic that came from objects of a clinic file with these ids, and hold them."""
    table = table_of(model)
    found: dict[str, Found] = {}
    for some in chunked(ids):
        query = select(table).where(table.c.clinic_id == clinic_id, table.c.external_id.in_(some))
        found.update((row["external_id"], dict(row)) for row in tx.execute(_held(query)).mappings())
    return found


def accounts(tx: Session, clinic_id: str, person_ids: Iterable[str], username_keys: Iterable[str]) -> list[Found]:
    """List a clinic's accounts that belong to these people or go by these usernames, and hold them."""
    table = table_of(Account)
    found: dict[str, Found] = {}
    for column, values in ((table.c.person_id, person_ids), (table.c.username_key, username_keys)):
        for some in chunked(values):
            query = select(table).where(table.c.clinic_id == clinic_id, column.in_(some))
            found.update((row["id"], dict(row)) for row in tx.execute(_held(query)).mappings())
    return list(found.values())


def claims(
    tx: Session, staff_resources: Iterable[str], first_cell: int, seats: Iterable[str]
) -> dict[tuple[str, int], str]:
    """Tell who holds what: the time of practitioners from a cell on, and every seat of some classes."""
    table = table_of(Claim)
    found: dict[tuple[str, int], str] = {}
    for resources, least in ((staff_resources, first_cell), (seats, 0)):
        for some in chunked(resources):
            query = select(table).where(and_(table.c.resource.in_(some), table.c.cell >= least))
            found.update(((row.resource, row.cell), row.holder_id) for row in tx.execute(query))
    return found


def free(tx: Session, cells: Iterable[tuple[str, int]]) -> None:
    """Give back claims by their keys."""
    table = table_of(Claim)
    for some in chunked(cells):
        tx.execute(delete(table).where(tuple_(table.c.resource, table.c.cell).in_(some)))


def remove(tx: Session, model: type[SQLModel], column: str, values: Iterable[str]) -> None:
    """Delete the rows of a table in which a column names one of these."""
    table = table_of(model)
    for some in chunked(values):
        tx.execute(delete(table).where(table.c[column].in_(some)))


def insert_all(tx: Session, model: type[SQLModel], rows: Sequence[Found]) -> None:
    """Insert rows that all name the same columns."""
    if rows:
        tx.execute(insert(table_of(model)), [dict(row) for row in rows])


def update_all(tx: Session, model: type[SQLModel], rows: Sequence[Found]) -> None:
    """Update rows by their `id`; all of them name the same columns."""
    if not rows:
        return
    table = table_of(model)
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in rows[0] if name != "id"}
    statement = update(table).where(table.c.id == bindparam("row_id")).values(values)
    tx.execute(statement, [{"row_id": row["id"]} | {f"new_{key}": row[key] for key in values} for row in rows])


def move_members(tx: Session, sitting: Found) -> None:
    """Bring the appointments of a class to the class's own time, place and practitioner."""
    shared = ("treatment_id", "staff_id", "location_id", "starts_local", "fold", "zone", "zone_data")
    minutes = (sitting["ends_at"] - sitting["starts_at"]).total_seconds() // 60
    values = {"minutes": int(minutes)} | {key: sitting[key] for key in (*shared, "starts_at", "ends_at")}
    table = table_of(Appointment)
    tx.execute(update(table).where(table.c.class_id == sitting["id"]).values(values))


def settle_uses(tx: Session, clinic_id: str, now: datetime) -> None:
    """Bring the uses of packages that are still open to where the file has brought their visits. Times: aware UTC."""
    uses, visits = table_of(Redemption), table_of(Appointment)
    for happening, states in SETTLED.items():
        frm, to = TRANSITIONS[happening]
        theirs = select(visits.c.id).where(visits.c.id == uses.c.appointment_id, visits.c.state.in_(states))
        mine = and_(uses.c.clinic_id == clinic_id, uses.c.state.in_(frm), theirs.exists())
        tx.execute(update(uses).where(mine).values(state=to.value, happening=happening.value, changed_at=now))


def _held(query: Select[Any]) -> Select[Any]:
    """Keep others from changing what an import has read until it is written back. SQLite has one writer anyway."""
    return query.with_for_update(key_share=True)
