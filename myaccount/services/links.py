"""Addresses of the portal for mail and the command line.

They come from the deployment's configuration and the clinic, never from what a request says its host is.
"""

from urllib.parse import urlsplit

from sqlmodel import Session

from myaccount.config import config
from myaccount.domain.refusals import NotFound
from myaccount.store import clinics as store


def address(tx: Session, clinic_id: str, path: str) -> str:
    """Make the full address of a page at a clinic: on its own domain, else on its slug's.

    Edges: with one clinic only, the deployment's base address as it is. Raises: NotFound.
    """
    base = config().base_url.rstrip("/")
    if store.only(tx):
        return base + path
    url = urlsplit(base)
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{_host(tx, clinic_id)}{port}{path}"


def _host(tx: Session, clinic_id: str) -> str:
    if own := store.hosts(tx, clinic_id):
        return own[0]
    clinic = store.by_id(tx, clinic_id)
    if clinic is None:
        raise NotFound()
    return f"{clinic.slug}.{config().domain}"
