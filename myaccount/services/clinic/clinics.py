"""Which clinic is asked, and what it has set."""

from sqlmodel import Session

from myaccount.config import OAUTH, config
from myaccount.domain.refusals import NotFound
from myaccount.domain.settings import resolve
from myaccount.messages import language
from myaccount.models import Clinic
from myaccount.services.context import ClinicFacts
from myaccount.store import clinics as store
from myaccount.store.prepared import DirectReader, NeedsTransaction

_known: dict[str, ClinicFacts] = {}


def by_host(tx: Session | DirectReader, host: str) -> ClinicFacts | None:
    """Find the clinic that answers at a host name (without a port), or None."""
    host = host.lower().rstrip(".")
    row = store.by_host(tx, host, _slug(host))
    return facts_at(tx, row.id, row.version) if row else None


def facts(tx: Session, clinic_id: str) -> ClinicFacts:
    """Tell what is known of a clinic, settings included.

    Remembered per process until the clinic's version grows. Raises: NotFound.
    """
    known = _remembered(clinic_id, store.version(tx, clinic_id))
    return known or _read(tx, clinic_id)


def facts_at(tx: Session | DirectReader, clinic_id: str, version: int) -> ClinicFacts:
    """Tell what is known of a clinic whose version has just been read.

    Raises: NotFound; NeedsTransaction, outside one, when the clinic has changed since this process read it.
    """
    if known := _remembered(clinic_id, version):
        return known
    if isinstance(tx, DirectReader):
        raise NeedsTransaction()
    return _read(tx, clinic_id)


def _remembered(clinic_id: str, version: int | None) -> ClinicFacts | None:
    known = _known.get(clinic_id)
    return known if known and known.version == version else None


def _read(tx: Session, clinic_id: str) -> ClinicFacts:
    found = store.by_id(tx, clinic_id)
    if found is None:
        raise NotFound()
    return _facts(tx, found)


def facts_now(tx: Session, clinic_id: str) -> ClinicFacts:
    """Tell what is known of a clinic inside a transaction that changes it, and remember nothing. Raises: NotFound."""
    found = store.by_id_now(tx, clinic_id)
    if found is None:
        raise NotFound()
    return _of(tx, found)


def _facts(tx: Session, clinic: Clinic) -> ClinicFacts:
    known = _remembered(clinic.id, clinic.settings_version)
    _known[clinic.id] = known or _of(tx, clinic)
    return _known[clinic.id]


def _of(tx: Session, clinic: Clinic) -> ClinicFacts:
    found = store.settings_and_keys(tx, clinic.id)
    return ClinicFacts(
        id=clinic.id,
        slug=clinic.slug,
        name=clinic.name,
        legal_name=clinic.legal_name,
        tax_number=clinic.tax_number or "",
        country=clinic.country,
        currency=clinic.currency,
        language=language(clinic.language),
        time_zone=clinic.time_zone,
        phone=clinic.phone,
        email=clinic.email,
        color=clinic.color,
        settings=resolve(found.settings),
        version=clinic.settings_version,
        has_processor=found.has_processor or _has_deployments_keys(tx, clinic.id),
        sign_in_providers=_sign_in_providers(tx, clinic.id, found.providers),
        video_server=found.video_server,
        logo=found.logo,
        logo_is_wide=found.logo_is_wide,
    )


def _has_deployments_keys(tx: Session, clinic_id: str) -> bool:
    """Tell whether the deployment's keys of a card processor are this clinic's: it is the only one."""
    alone = store.only(tx) if config().stripe_secret_key else None
    return alone is not None and alone.id == clinic_id


def _sign_in_providers(tx: Session, clinic_id: str, own: set[str]) -> tuple[str, ...]:
    """List the sign-in providers at which a clinic has keys: its own, or the deployment's when it is the only one."""
    given = [name for name in OAUTH if config().oauth(name)[1]]
    alone = store.only(tx) if given else None
    return tuple(sorted({*own, *(given if alone is not None and alone.id == clinic_id else ())}))


def _slug(host: str) -> str:
    for domain in (config().domain.lower(), "localhost"):
        if host.endswith(f".{domain}"):
            return host.removesuffix(f".{domain}")
    return ""
