"""What the clinic's people do with a visit: look at it, mark who came, undo, cancel."""

from typing import Any

from sqlmodel import Session

from myaccount.domain.appointments import LIVE, AppointmentState
from myaccount.domain.booking import ClassFull, SlotTaken
from myaccount.domain.cancellation import in_grace
from myaccount.domain.claims import cells
from myaccount.domain.clinic_side import DESK
from myaccount.domain.desk import NOTE_AT_MOST, PATIENT_ASKED, STAFF_REASONS, Act
from myaccount.domain.people import full_name
from myaccount.domain.redemption import Happening, when_cancelled
from myaccount.domain.refusals import CancelledByPatient, NotAcceptable, TimeGiven, TooEarly, VisitChanged
from myaccount.domain.superbills import issues_superbills
from myaccount.domain.topics import Topic
from myaccount.messages import dates, say
from myaccount.models import Appointment, ClassSession, Location, Treatment
from myaccount.services.context import StaffContext
from myaccount.services.desk import words
from myaccount.services.desk.words import Names
from myaccount.services.intake import at_booking
from myaccount.services.ledger import visits
from myaccount.services.outgoing import visit_messages
from myaccount.services.packages import desk_redemptions, redemptions
from myaccount.services.paying import automatic_refunds
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits import bookings
from myaccount.services.visits.bookings import Slot
from myaccount.services.visits.facts import facts_of
from myaccount.store import appointments, booking_answers, bus, claims
from myaccount.store import schedule as store
from myaccount.views.schedule import SittingPanel, VisitPanel

_NOT_CANCELLED: dict[str, Any] = dict.fromkeys(("cancelled_at", "cancel_reason", "cancelled_by_id", "cancel_note"))


def one(tx: Session, ctx: StaffContext, appointment_id: str) -> VisitPanel:
    """Show one visit with what can be done with it now.

    Raises: NotFound, also when it is another clinic's, or another practitioner's for a practitioner.
    """
    found = store.visit(tx, ctx.clinic.id, appointment_id, ctx.own_staff_id)
    row: Appointment = found.Appointment
    names = _names(tx, ctx)
    acts, said = words.acts_of(row, ctx), booking_answers.of(tx, row.id)
    return VisitPanel(
        id=row.id,
        person_id=row.person_id,
        who=full_name(found.first_name, found.last_name),
        day=dates.full_day(row.starts_local, ctx.lang),
        time=words.time_line(row, names, ctx),
        what=found.treatment,
        practitioner=names.staff.get(row.staff_id, ""),
        place=say("visit.online", ctx.lang) if row.online else names.places.get(row.location_id, ""),
        is_online=row.online,
        state=row.state,
        state_word=words.state_word(row, ctx),
        state_line=_why_cancelled(row, ctx),
        note=row.cancel_note or "",
        question=said.question if said else "",
        answer=said.answer if said else "",
        class_id=row.class_id or "",
        arrive=Act.ARRIVE in acts,
        miss=Act.MISS in acts,
        undo=Act.UNDO in acts,
        move=Act.MOVE in acts,
        cancel=Act.CANCEL in acts,
        in_grace=in_grace(facts_of(row), ctx.now),
        has_email=bool(found.email),
        has_codes=issues_superbills(ctx.clinic.country),
        has_billing=ctx.role in DESK,
        money=_money(tx, ctx, row) if Act.CANCEL in acts else "",
        begin_url=words.begin_url(row, names, ctx),
        cover=desk_redemptions.cover(tx, ctx, row),
    )


def sitting(tx: Session, ctx: StaffContext, class_id: str) -> SittingPanel:
    """Show one sitting of a class with its people. Raises: NotFound, as for a visit."""
    found = store.sitting(tx, ctx.clinic.id, class_id, ctx.own_staff_id)
    row, names = found.ClassSession, _names(tx, ctx)
    people = store.attendees(tx, ctx.clinic.id, class_id)
    taken, seats = sum(one.Appointment.state in LIVE for one in people), found.Treatment.capacity or 0
    return SittingPanel(
        id=row.id,
        what=found.Treatment.name,
        day=dates.full_day(row.starts_local, ctx.lang),
        time=words.time_line(row, names, ctx),
        practitioner=names.staff.get(row.staff_id, ""),
        place=names.places.get(row.location_id, ""),
        seats=say("desk.seats_taken", ctx.lang, taken=taken, seats=seats),
        has_room=taken < seats,
        rows=[words.desk_row(one, names, ctx) for one in people],
    )


def arrive(tx: Session, ctx: StaffContext, appointment_id: str) -> None:
    """Mark that the patient has come, which issues the visit's invoice.

    Raises: NotFound · TooEarly before the visit's day · VisitChanged.
    """
    row = allowed(tx, ctx, appointment_id, Act.ARRIVE)
    _mark(tx, row, AppointmentState.ARRIVED)
    redemptions.settle(tx, ctx, row, Happening.ARRIVED)
    visits.issue(tx, ctx, [(row, tx.get_one(Treatment, row.treatment_id))])
    note_down(tx, ctx, Action.APPOINTMENT_ARRIVED, row)


def miss(tx: Session, ctx: StaffContext, appointment_id: str) -> None:
    """Mark that the patient has not come; what is left of the time can be booked.

    Raises: NotFound · TooEarly before the start · VisitChanged.
    """
    row = allowed(tx, ctx, appointment_id, Act.MISS)
    _mark(tx, row, AppointmentState.NO_SHOW)
    claims.free(tx, row.id)
    redemptions.settle(tx, ctx, row, Happening.MISSED)
    note_down(tx, ctx, Action.APPOINTMENT_MISSED, row)


def undo(tx: Session, ctx: StaffContext, appointment_id: str) -> None:
    """Make a visit booked again that was marked as arrived or missed, or cancelled by the clinic.

    Edges: the invoice of one that had arrived is void then. Who had been told that it is cancelled is told otherwise.
    The forms that went with a cancelled visit are asked for again, unless it has begun.
    Raises: NotFound · TimeGiven when somebody else has its time by now · CancelledByPatient · VisitChanged ·
    InvoicePaid · OtherLines.
    """
    row = allowed(tx, ctx, appointment_id, Act.UNDO)
    was, told = AppointmentState(row.state), False
    if was is AppointmentState.ARRIVED:
        visits.take_back(tx, ctx, row)
    _mark(tx, row, AppointmentState.BOOKED, **_NOT_CANCELLED)
    if was not in LIVE:
        _take_back(tx, ctx, row)
        told = visit_messages.restored(tx, ctx, row)
    if was is AppointmentState.CANCELLED and ctx.now < row.starts_at:
        at_booking.booked(tx, ctx, row)
    redemptions.settle(tx, ctx, row, Happening.UNDONE)
    redemptions.restore(tx, ctx, row)
    note_down(tx, ctx, Action.APPOINTMENT_RESTORED, row, was=was.value, told=told)


def cancel(
    tx: Session, ctx: StaffContext, appointment_id: str, reason: str, note: str = "", *, tell: bool = True
) -> None:
    """Cancel a visit for the clinic, free its time, and tell the patient by mail unless `tell` is off.

    Edges: within its grace nobody is told, since nothing had been announced. The note stays with the clinic. What was
    prepaid is credit on account.
    Raises: NotFound · NotAcceptable for a reason that there is not, or a note that is too long · VisitChanged.
    """
    row = allowed(tx, ctx, appointment_id, Act.CANCEL)
    _check(reason, note, ctx)
    why = {"cancel_reason": reason, "cancel_note": note.strip() or None, "cancelled_by_id": ctx.person_id}
    by_wish = reason == PATIENT_ASKED
    happening = when_cancelled(facts_of(row), ctx.settings.cancellation, ctx.now, by_wish=by_wish)
    _mark(tx, row, AppointmentState.CANCELLED, cancelled_at=ctx.now, **why)
    bookings.give_up(tx, ctx, row)
    redemptions.settle(tx, ctx, row, happening)
    given = automatic_refunds.release(tx, ctx, row)
    told = visit_messages.cancelled(tx, ctx, row, given, tell=tell)
    note_down(tx, ctx, Action.APPOINTMENT_CANCELLED, row, reason=reason, told=told)


def allowed(tx: Session, ctx: StaffContext, appointment_id: str, act: Act) -> Appointment:
    """Find a visit with which somebody wants to do something, if that is possible now.

    Raises: NotFound · TooEarly · CancelledByPatient · VisitChanged when it is not what it was any more.
    """
    row: Appointment = store.visit(tx, ctx.clinic.id, appointment_id, ctx.own_staff_id).Appointment
    if act in words.acts_of(row, ctx):
        return row
    if act is Act.UNDO and row.state == AppointmentState.CANCELLED:
        raise CancelledByPatient()
    raise TooEarly() if row.state == AppointmentState.BOOKED and act in (Act.ARRIVE, Act.MISS) else VisitChanged()


def note_down(tx: Session, ctx: StaffContext, action: Action, row: Appointment, **facts: str | bool) -> None:
    """Write what was done with a visit into the trail, and tell every open page that shows it."""
    audit.record(tx, ctx, action, subject_id=row.id, person_id=row.person_id, **facts)
    bus.announce(tx, ctx.clinic.id, Topic.VISIT, ctx.now, row.person_id)


def _mark(tx: Session, row: Appointment, to: AppointmentState, **also: Any) -> None:
    if not appointments.mark(tx, row, to, frm=AppointmentState(row.state), **also):
        raise VisitChanged()


def _take_back(tx: Session, ctx: StaffContext, row: Appointment) -> None:
    """Take the time or the seat of a visit again. The desk may have what is only kept free after another visit."""
    slot = Slot(
        row.staff_id,
        tx.get_one(Treatment, row.treatment_id),
        tx.get_one(Location, row.location_id),
        row.starts_at,
        sitting=tx.get_one(ClassSession, row.class_id) if row.class_id else None,
        minutes=row.minutes,
    )
    if slot.sitting is None:
        claims.yield_buffers(tx, claims.of_staff(row.staff_id), cells(row.starts_at, row.minutes))
    try:
        bookings.take_back(tx, ctx, row, slot)
    except (SlotTaken, ClassFull) as gone:
        raise TimeGiven() from gone


def _check(reason: str, note: str, ctx: StaffContext) -> None:
    if reason not in STAFF_REASONS:
        raise NotAcceptable(field="reason", reason=say("desk.reason_missing", ctx.lang))
    if len(note.strip()) > NOTE_AT_MOST:
        raise NotAcceptable(field="note", reason=say("desk.note_too_long", ctx.lang, most=NOTE_AT_MOST))


def _names(tx: Session, ctx: StaffContext) -> Names:
    return Names.of(store.team(tx, ctx.clinic.id, ctx.own_staff_id), store.locations(tx, ctx.clinic.id))


def _money(tx: Session, ctx: StaffContext, row: Appointment) -> str:
    """Say what becomes of what was prepaid, if the visit is cancelled now. Practitioners see nobody's money."""
    if ctx.own_staff_id:
        return ""
    return " ".join(automatic_refunds.told(automatic_refunds.foretold(tx, ctx, row), ctx.lang))


def _why_cancelled(row: Appointment, ctx: StaffContext) -> str:
    if row.state != AppointmentState.CANCELLED:
        return ""
    if row.cancelled_by_id is None:
        return say("desk.cancelled_by_patient", ctx.lang)
    return say("desk.cancelled_by_clinic", ctx.lang, reason=say(f"desk.reason.{row.cancel_reason}", ctx.lang).lower())
