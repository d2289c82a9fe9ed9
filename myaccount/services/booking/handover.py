"""Taking along what a guest holds, or has just booked, from a frame on a clinic's website to a window of its own.

A cookie that is set within a frame stays in that frame. So the page carries a ticket: signed, for one guest and one
hold. It works once, since afterwards the hold, or the booking, is another guest's. See
docs/adr/0009-a-guest-of-its-own-in-a-frame.md.
"""

import hmac
from dataclasses import replace

from sqlmodel import Session

from myaccount.crypto.hashes import keyed
from myaccount.domain.booking import is_alive
from myaccount.domain.refusals import LinkExpired, NotFound
from myaccount.services.booking import holds, newcomers
from myaccount.services.booking.criteria import of_guest
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.store import appointments
from myaccount.store import holds as store


def ticket(ctx: ClinicContext, hold_id: str) -> str:
    """Write a ticket for what a guest holds, or has booked from that hold. Blank for whoever is signed in."""
    if isinstance(ctx, PatientContext) or not ctx.guest_id:
        return ""
    return f"{ctx.guest_id}.{hold_id}.{_signature(ctx, ctx.guest_id, hold_id)}"


def redeem(tx: Session, ctx: ClinicContext, shown: str) -> None:
    """Pass on to the guest who asks what the guest of a ticket holds, or has booked, and what they said of themselves.

    Edges: what the one who asks held before is given up. No time is added.
    Raises: LinkExpired for a forged ticket, one that was used, and one whose hold has run out.
    """
    guest_id, _, rest = shown.partition(".")
    hold_id, _, signature = rest.partition(".")
    is_ours = shown.isascii() and hmac.compare_digest(signature, _signature(ctx, guest_id, hold_id))
    if not ctx.guest_id or not is_ours:
        raise LinkExpired()
    if guest_id == ctx.guest_id:
        return
    held = store.of_holder(tx, ctx.clinic.id, of_guest(guest_id))
    if held and held.id == hold_id and is_alive(held.expires_at, ctx.now):
        holds.pass_on(tx, ctx, held, of_guest(ctx.guest_id))
    elif not _has_booked(tx, ctx, guest_id, hold_id):
        raise LinkExpired()
    newcomers.pass_on(tx, ctx, guest_id)


def _has_booked(tx: Session, ctx: ClinicContext, guest_id: str, hold_id: str) -> bool:
    person = newcomers.patient_of(tx, replace(ctx, guest_id=guest_id))
    try:
        return person is not None and bool(appointments.own(tx, ctx.clinic.id, person.id, hold_id))
    except NotFound:
        return False


def _signature(ctx: ClinicContext, guest_id: str, hold_id: str) -> str:
    return keyed("handover", ctx.clinic.id, guest_id, hold_id).hex()
