"""Notifications & Reminders: a patient sees which reminders they get, and chooses if the clinic lets them."""

from sqlmodel import Session

from myaccount.domain.refusals import NotFound, RemindersNotSelectable
from myaccount.domain.reminders import Channel, Lead
from myaccount.domain.settings import LEADS
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Person
from myaccount.services.context import PatientContext
from myaccount.services.outgoing import recipients
from myaccount.services.outgoing.phones import shown_phone
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people
from myaccount.store import reminders as store
from myaccount.views.notifications import NotificationsPage, ReminderRow


def page(tx: Session, ctx: PatientContext) -> NotificationsPage:
    """Show the clinic's reminders and which of them the patient gets.

    Edges: closed, and without a row, while the clinic does not let patients choose; what they chose is kept.
    Source: S42.
    """
    if not ctx.settings.client_selectable_reminders:
        return NotificationsPage()
    person = people.own(tx, ctx.clinic.id, ctx.person_id)
    refused = store.unwanted(tx, ctx.clinic.id, [person.id])
    rows = (_row(lead, person, (person.id, lead.key) not in refused, ctx) for lead in _in_order(ctx))
    return NotificationsPage(is_open=True, reminders=tuple(rows))


def choose(tx: Session, ctx: PatientContext, key: str, wanted: bool) -> None:
    """Take one of the clinic's reminders, or do without it.

    Edges: what is chosen already changes nothing and leaves no trace. What was planned is judged by it as it is sent.
    Raises: RemindersNotSelectable while the clinic does not let patients choose · NotFound for what it does not send.
    Source: S42.
    """
    if not ctx.settings.client_selectable_reminders:
        raise RemindersNotSelectable()
    if key not in {lead.key for lead in ctx.settings.reminders}:
        raise NotFound()
    people.own_to_change(tx, ctx.clinic.id, ctx.person_id)  # two tabs choose in turn
    if wanted is ((ctx.person_id, key) not in store.unwanted(tx, ctx.clinic.id, [ctx.person_id])):
        return
    store.choose(tx, ctx.clinic.id, ctx.person_id, key, wanted)
    audit.record(tx, ctx, Action.REMINDER_CHOSEN, subject_id=key, wanted=wanted)
    bus.announce(tx, ctx.clinic.id, Topic.REMINDERS, ctx.now, ctx.person_id)


def _in_order(ctx: PatientContext) -> list[Lead]:
    """Order the reminders by channel, then as they come: the earliest is the one with the most hours before."""
    channels = list(dict.fromkeys(LEADS.values()))
    return sorted(ctx.settings.reminders, key=lambda lead: (channels.index(lead.channel), -lead.hours))


def _row(lead: Lead, person: Person, wanted: bool, ctx: PatientContext) -> ReminderRow:
    reached = recipients.address_of(person, lead.channel)
    is_number = reached and lead.channel is Channel.TEXT
    address = shown_phone(reached, ctx.clinic.country, ctx.lang) if is_number else reached
    return ReminderRow(
        key=lead.key,
        name=say(f"reminders.{lead.channel}", ctx.lang, before=_before(lead.hours, ctx)),
        line=say(f"reminders.{lead.channel}.to", ctx.lang, address=address) if address else "",
        is_on=wanted and bool(address),
        is_possible=bool(address),
        why_not="" if address else say(f"reminders.{lead.channel}.none", ctx.lang),
    )


def _before(hours: int, ctx: PatientContext) -> str:
    """Say a lead time: whole days as days."""
    unit, count = ("days", hours // 24) if hours % 24 == 0 else ("hours", hours)
    return say(f"reminders.{unit}.{'one' if count == 1 else 'many'}", ctx.lang, count=count)
