"""Plan the clinic itself: its row, its host names and its switches."""

from typing import Any

from sqlmodel import Session

from myaccount.domain.calls import OnlineProvider
from myaccount.domain.settings import Value
from myaccount.models import Clinic, ClinicHost, ClinicSetting, VideoServer
from myaccount.services.clinic.info import FIXED
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Sections
from myaccount.services.clinic_file.schema import ClinicSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store
from myaccount.store import clinics

CURRENCIES = {"CA": "CAD", "US": "USD"}


def plan(tx: Session, sections: Sections, found: store.Found | None, plan: Plan) -> None:
    """Plan what the file says of the clinic.

    Edges: what the file leaves out stays as it is; the currency only while the country does. Country and currency
    change only while the clinic has no invoice, not even a void one, and no payment. Any change makes the clinic's
    version grow.
    """
    row = _row(sections.clinic, found, plan)
    if found is not None:
        _fix_money(tx, sections.clinic, found, plan)
    same = found is not None and all(found[key] == value for key, value in row.items() if key != "created_at")
    hosts = "domains" in sections.clinic.model_fields_set and _hosts(tx, sections.clinic.domains, plan)
    settings = _settings(tx, sections.settings, plan)
    if found is None:
        plan.put("clinic", Clinic, row | {"settings_version": 1}, None)
    elif same and not hosts and not settings:
        plan.count("clinic", "unchanged")
    else:
        kept = {"created_at": found["created_at"], "settings_version": found["settings_version"] + 1}
        plan.put("clinic", Clinic, row | kept, found)


def _row(said: ClinicSection, found: store.Found | None, plan: Plan) -> Row:
    row: dict[str, Any] = said.model_dump(exclude={"domains", "logo"})
    usual = found["currency"] if found and found["country"] == said.country else CURRENCIES[said.country]
    stays = {name: found[name] for name in row.keys() - said.model_fields_set} if found else {}
    return row | {"legal_name": said.legal_name or said.name, "email": said.email or ""} | stays | {
        "id": plan.clinic_id,
        "currency": said.currency or usual,
        "created_at": plan.now,
    }  # fmt: skip


def _fix_money(tx: Session, said: ClinicSection, found: store.Found, plan: Plan) -> None:
    """Refuse another country or currency once there is money that was written in the one that there is."""
    differing = [name for name in FIXED if getattr(said, name) not in (None, found[name])]
    if differing and clinics.has_money(tx, plan.clinic_id):
        for name in differing:
            plan.problems.add(f"$.clinic.{name}", f"There are invoices or payments by now, so this stays {found[name]}")


def _hosts(tx: Session, wanted: tuple[str, ...], plan: Plan) -> bool:
    """Plan the host names; tell whether they change."""
    owners = store.hosts(tx, plan.clinic_id, wanted)
    for index, host in enumerate(wanted):
        if owners.get(host, plan.clinic_id) != plan.clinic_id:
            plan.problems.add(f"$.clinic.domains[{index}]", "Another clinic answers at this host name")
        elif host in wanted[:index]:
            plan.problems.add(f"$.clinic.domains[{index}]", "This host name is named twice")
    gone = [host for host in owners if host not in wanted]
    new = [host for host in wanted if host not in owners]
    plan.writes.remove(ClinicHost, "host", gone)
    for host in new:
        plan.writes.put(ClinicHost, {"host": host, "clinic_id": plan.clinic_id}, None)
    return bool(gone or new)


def _settings(tx: Session, said: dict[str, Value], plan: Plan) -> bool:
    """Plan the switches; tell whether any changes."""
    stored = {row["key"]: row["value"] for row in store.of_clinic(tx, ClinicSetting, plan.clinic_id)}
    changed = {key: value for key, value in said.items() if stored.get(key) != value or key not in stored}
    if not changed:
        return False
    if changed.get("online_provider") == OnlineProvider.JITSI and not store.of_clinic(tx, VideoServer, plan.clinic_id):
        plan.problems.add("$.settings.online_provider", "The clinic's Jitsi server is not set up yet")
    plan.writes.remove(ClinicSetting, "clinic_id", [plan.clinic_id])
    for key, value in (stored | changed).items():
        plan.writes.put(ClinicSetting, {"clinic_id": plan.clinic_id, "key": key, "value": value}, None)
    return True
