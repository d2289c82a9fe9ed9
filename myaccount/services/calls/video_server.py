"""The clinic's own Jitsi server: set by the owner, and told who may come into which room.

An address with a token is made when somebody goes there, for them alone, and is kept nowhere.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from myaccount.crypto.hashes import keyed
from myaccount.crypto.sealing import Unreadable, seal, unseal
from myaccount.domain import video_server as rules
from myaccount.domain.calls import Side
from myaccount.domain.people import Role, full_name
from myaccount.domain.refusals import CannotBegin, NotFound
from myaccount.domain.video_server import Guest, Server, VideoServerAway
from myaccount.integrations import jitsi
from myaccount.messages import say
from myaccount.models import VideoServer
from myaccount.services.calls import attendance
from myaccount.services.calls import participants as calls
from myaccount.services.calls.participants import Participant
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.practice import changes as practice
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import clinics
from myaccount.store import video_servers as store
from myaccount.views.practice import Outcome
from myaccount.views.video_server import VideoServerFacts

SECRET = ("video_server", "secret")
ROOM_DIGITS = 40
"""160 bits: as good as unguessable, and a name can be told from another at a glance by its first few."""


def way_in(tx: Session, ctx: PatientContext, staff: StaffContext | None, appointment_id: str) -> str:
    """Make the address at which one side of a visit comes in, until shortly after its end, and mark that it goes there.

    Raises: NotFound, also when it is somebody else's · CannotBegin while the call is closed, or is not there ·
    VideoServerAway.
    """
    participant = calls.participant(tx, ctx, staff, appointment_id)
    if participant.closed is not None or not participant.where.server:
        raise CannotBegin()
    attendance.note_left_for_own_server(tx, participant)
    guest = Guest.on(participant.side, _called(participant))
    return _address(tx, ctx, room_of(participant), guest, participant.visit.ends_at + rules.LASTS_AFTER_END)


def room_of(participant: Participant) -> str:
    """Name the room of a visit: from its id, its practitioner and its start, by the deployment's key.

    Edges: a visit that is moved has another room, and whoever was let into the one before is not in this. All of a
    class have one room.
    """
    kind, what = ("class-room", participant.class_id) if participant.class_id else ("room", participant.appointment_id)
    visit = (participant.ctx.clinic.id, what, participant.staff_id, participant.visit.starts_at.isoformat())
    return keyed(kind, *visit).hex()[:ROOM_DIGITS]


def _called(participant: Participant) -> str:
    """Say what somebody is called in their room. Edges: patients of a class learn one another's first names only."""
    one = participant.ctx.oneself
    return (
        one.first_name
        if participant.class_id and participant.side is Side.PATIENT
        else full_name(one.first_name, one.last_name)
    )


def empty_room(tx: Session, ctx: StaffContext) -> str:
    """Make the address of a room with nobody in it, for the owner to try the keys. Raises: NotAllowed · NotFound."""
    only(ctx, Role.OWNER)
    if store.of_clinic(tx, ctx.clinic.id) is None:
        raise NotFound()
    guest = Guest(full_name(ctx.first_name, ctx.last_name), moderates=True)
    return _address(tx, ctx, secrets.token_hex(ROOM_DIGITS // 2), guest, ctx.now + rules.TRIED_FOR)


def keys(tx: Session, clinic_id: str) -> tuple[Server, str] | None:
    """Find a clinic's server, and its secret. Raises: Unreadable."""
    own = store.of_clinic(tx, clinic_id)
    return (Server(own.domain, own.app_id), unseal(own.secret, *SECRET, clinic_id)) if own else None


def facts(tx: Session, ctx: StaffContext) -> VideoServerFacts:
    """Show what is set up, without the secret. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    own = store.of_clinic(tx, ctx.clinic.id)
    return VideoServerFacts(is_set_up=True, domain=own.domain, app_id=own.app_id) if own else VideoServerFacts()


def save(tx: Session, ctx: StaffContext, form: Mapping[str, str]) -> Outcome:
    """Keep the keys that were pasted. Edges: a secret that is left blank stays, on the same server.

    Raises: NotAllowed.
    """
    only(ctx, Role.OWNER)
    clinics.lock(tx, ctx.clinic.id)
    before = store.of_clinic(tx, ctx.clinic.id)
    known = Server(before.domain, before.app_id) if before else None
    server, secret, problems = rules.read_keys(form, known)
    if problems:
        return Outcome(problems={box: say(key, ctx.lang) for box, key in problems.items()})
    if before is not None and not secret:
        return Outcome(ctx.clinic.id)
    row = VideoServer(
        clinic_id=ctx.clinic.id,
        domain=server.domain,
        app_id=server.app_id,
        secret=seal(secret, *SECRET, ctx.clinic.id),
        set_at=ctx.now,
        set_by=ctx.person_id,
    )
    store.keep(tx, row)
    clinics.next_version(tx, ctx.clinic.id)
    practice.note(tx, ctx, Action.VIDEO_SERVER_SET, ctx.clinic.id, domain=server.domain)
    return Outcome(ctx.clinic.id, changed=True)


def _address(tx: Session, ctx: PatientContext, room: str, guest: Guest, until: datetime) -> str:
    try:
        found = keys(tx, ctx.clinic.id)
    except Unreadable as fault:
        raise VideoServerAway() from fault
    if found is None:
        raise CannotBegin()
    server, secret = found
    return jitsi.address(server.domain, room, rules.claims(server, room, guest, ctx.now, until), secret)
