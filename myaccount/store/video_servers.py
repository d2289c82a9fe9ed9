"""Clinics' own Jitsi servers in the database."""

from sqlmodel import Session

from myaccount.models import VideoServer


def of_clinic(tx: Session, clinic_id: str) -> VideoServer | None:
    """Find a clinic's own server."""
    return tx.get(VideoServer, clinic_id)


def keep(tx: Session, row: VideoServer) -> None:
    """Write a clinic's server, in place of the one before."""
    tx.merge(row)
