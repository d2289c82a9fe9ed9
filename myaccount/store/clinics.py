"""Clinics in the database: found by host name, with their settings."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, exists, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from myaccount.models import (
    Clinic,
    ClinicHost,
    ClinicLogo,
    ClinicSetting,
    Invoice,
    Payment,
    PaymentAttempt,
    ProcessorAccount,
    ProviderKeys,
    StoredFile,
    VideoServer,
)
from myaccount.store.prepared import DirectReader, PreparedQuery


@dataclass(frozen=True)
class Set:
    """What a clinic has set: its settings, where it has keys of its own, its video server, and its logo's digest."""

    settings: dict[str, object]
    has_processor: bool
    providers: set[str]
    video_server: str
    logo: str
    logo_is_wide: bool


_ASKED: Select[Any, Any] = select_columns(col(Clinic.id), col(Clinic.settings_version).label("version"))
_AT_HOST = PreparedQuery(_ASKED.join(ClinicHost).where(col(ClinicHost.host) == bindparam("host")))
_AT_SLUG = PreparedQuery(_ASKED.where(col(Clinic.slug) == bindparam("slug")))
_Other = aliased(Clinic)
_ALONE = PreparedQuery(_ASKED.where(~exists().where(col(_Other.id) != col(Clinic.id))))


def by_host(tx: Session | DirectReader, host: str, slug: str) -> Any | None:
    """Find the id and the version of the clinic that answers at a host name.

    `slug` is the host's first part where the host stands under the deployment's domain, else blank.
    Edges: when only one clinic exists, any host is it.
    """
    return _AT_HOST.row(tx, host=host) or _AT_SLUG.row(tx, slug=slug) or _ALONE.row(tx)


def only(tx: Session) -> Clinic | None:
    """Find the clinic of a deployment that has just one."""
    first_two = tx.exec(select(Clinic).limit(2)).all()
    return first_two[0] if len(first_two) == 1 else None


def by_id(tx: Session, clinic_id: str) -> Clinic | None:
    """Find a clinic."""
    return tx.get(Clinic, clinic_id)


def by_id_now(tx: Session, clinic_id: str) -> Clinic | None:
    """Find a clinic as it is in the database now, whatever this session has read of it before."""
    return tx.get(Clinic, clinic_id, populate_existing=True)


def by_slug(tx: Session, slug: str) -> Clinic | None:
    """Find a clinic by its slug."""
    return tx.exec(select(Clinic).where(col(Clinic.slug) == slug)).one_or_none()


def version(tx: Session, clinic_id: str) -> int | None:
    """Tell how often a clinic or its settings have changed; None when there is no such clinic."""
    return tx.exec(select(Clinic.settings_version).where(col(Clinic.id) == clinic_id)).one_or_none()


def stored_settings(tx: Session, clinic_id: str) -> dict[str, object]:
    """Read what a clinic has set."""
    rows = tx.exec(select(ClinicSetting).where(col(ClinicSetting.clinic_id) == clinic_id)).all()
    return {row.key: row.value for row in rows}


def settings_and_keys(tx: Session, clinic_id: str) -> Set:
    """Read what a clinic has set, and where it has keys of its own, in one statement.

    The keys are those of a card processor, at sign-in providers, and of a video server, of which the domain is told.
    """
    keys = (col(ProcessorAccount.clinic_id), col(ProviderKeys.provider), col(VideoServer.domain))
    query = (
        select_columns(ClinicSetting, *keys, col(StoredFile.sha256), col(ClinicLogo.is_wide))
        .select_from(Clinic)
        .outerjoin(ClinicSetting, col(ClinicSetting.clinic_id) == col(Clinic.id))
        .outerjoin(ProcessorAccount, col(ProcessorAccount.clinic_id) == col(Clinic.id))
        .outerjoin(ProviderKeys, col(ProviderKeys.clinic_id) == col(Clinic.id))
        .outerjoin(VideoServer, col(VideoServer.clinic_id) == col(Clinic.id))
        .outerjoin(ClinicLogo, col(ClinicLogo.clinic_id) == col(Clinic.id))
        .outerjoin(StoredFile, col(StoredFile.id) == col(ClinicLogo.file_id))
        .where(col(Clinic.id) == clinic_id)
    )
    rows = tx.execute(query).all()
    *_, processor, _, video_server, logo, is_wide = rows[0]
    return Set(
        settings={row[0].key: row[0].value for row in rows if row[0] is not None},
        has_processor=processor is not None,
        providers={row[2] for row in rows if row[2]},
        video_server=video_server or "",
        logo=logo or "",
        logo_is_wide=bool(is_wide),
    )


def has_money(tx: Session, clinic_id: str) -> bool:
    """Tell whether a clinic has ever issued an invoice, taken a payment or tried to, which may yet turn out."""
    tables = (Invoice, Payment, PaymentAttempt)
    found = (select(table.id).where(col(table.clinic_id) == clinic_id).limit(1) for table in tables)
    return any(tx.exec(one).first() is not None for one in found)


def currency(tx: Session, clinic_id: str) -> str:
    """Tell in which money a clinic writes at this moment; it stays so until the transaction ends.

    Edges: whoever is about to change it, and holds the clinic, is waited for.
    """
    query = select(Clinic.currency).where(col(Clinic.id) == clinic_id)
    return tx.exec(query.with_for_update(read=True, key_share=True)).one()


def lock(tx: Session, clinic_id: str) -> None:
    """Hold a clinic until the transaction ends, so that whoever changes it too waits. SQLite has one writer anyway."""
    tx.exec(select(Clinic.id).where(col(Clinic.id) == clinic_id).with_for_update()).one()


def set_setting(tx: Session, clinic_id: str, key: str, value: bool | int | str | tuple[str, ...]) -> None:
    """Write one setting of a clinic, and no other."""
    tx.merge(ClinicSetting(clinic_id=clinic_id, key=key, value=value))


def next_version(tx: Session, clinic_id: str) -> None:
    """Note that a clinic or one of its settings has changed."""
    grown = {"settings_version": col(Clinic.settings_version) + 1}
    tx.execute(update(Clinic).where(col(Clinic.id) == clinic_id).values(grown))


def hosts(tx: Session, clinic_id: str) -> list[str]:
    """List the host names that a clinic brought along, in order of their names."""
    query = select(ClinicHost.host).where(col(ClinicHost.clinic_id) == clinic_id)
    return list(tx.exec(query.order_by(col(ClinicHost.host))).all())


def ids(tx: Session) -> list[str]:
    """List the ids of every clinic."""
    return list(tx.exec(select(Clinic.id).order_by(col(Clinic.id))).all())


def slugs(tx: Session) -> list[tuple[str, str]]:
    """List every clinic by slug, with its id."""
    return [(slug, clinic_id) for slug, clinic_id in tx.exec(select(Clinic.slug, Clinic.id).order_by(col(Clinic.slug)))]
