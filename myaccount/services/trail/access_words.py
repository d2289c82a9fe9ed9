"""Word entries of the audit trail for the person they are about. Only ids are in the trail: the rest is looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.people import full_name
from myaccount.messages import dates, say
from myaccount.models import AuditEntry, LoginSession, Person, Receipt, Task
from myaccount.services.context import PatientContext
from myaccount.services.trail import audit
from myaccount.services.trail.actors import Actor, implied_actor
from myaccount.services.trail.audit import Action
from myaccount.services.visits.times import span
from myaccount.store import appointments, documents, family, forms, packages, people, receipts, sessions, tasks


@dataclass(frozen=True)
class Words:
    """What a page of the log has to know beyond the trail: staff by their person's id, subjects by theirs."""

    ctx: PatientContext
    staff: Mapping[str, str]
    family: Mapping[str, str]
    subjects: Mapping[str, str]

    @classmethod
    def of(cls, tx: Session, ctx: PatientContext, entries: Sequence[AuditEntry]) -> "Words":
        """Look up the actors among the clinic's staff, and the subjects in the person's own things."""
        actors = {entry.actor_id for entry in entries if entry.actor_id and entry.actor_id != ctx.person_id}
        ids = {entry.subject_id for entry in entries if entry.subject_id}
        rows = people.staff_among(tx, ctx.clinic.id, actors) if actors else ()
        team, subjects = {row.id: _member(row, ctx) for row in rows}, _subjects(tx, ctx, ids) if ids else {}
        helpers = family.names(tx, ctx.clinic.id, ctx.person_id, actors) if actors else {}
        return cls(ctx, team, {one: _helper(person, ctx) for one, person in helpers.items()}, subjects)

    def who(self, entry: AuditEntry) -> str:
        """Say who did it: staff by name and role, "You", the operator, the portal, or somebody unknown.

        Who acted for the person is named as that, also where they work at the clinic.
        """
        if entry.actor_id == self.ctx.person_id:
            return say("access.by.you", self.ctx.lang)
        if entry.actor_id:
            first, then = (self.family, self.staff) if audit.BY in entry.facts else (self.staff, self.family)
            known = first.get(entry.actor_id) or then.get(entry.actor_id)
            return known or say("access.by.somebody", self.ctx.lang)
        by = implied_actor(entry)
        return say("access.by.you" if by is Actor.OWNER else f"access.by.{by}", self.ctx.lang)

    def what(self, entry: AuditEntry) -> str:
        """Say what was done, and with which visit, field, device or request as far as there is one to name."""
        done = say(f"access.{entry.action}", self.ctx.lang)
        fields = entry.action == Action.CONTACT_CHANGED
        about = self._fields(entry) if fields else self.subjects.get(entry.subject_id or "", "")
        return say("access.about", self.ctx.lang, what=done, about=about) if about else done

    def _fields(self, entry: AuditEntry) -> str:
        names = [name for name in str(entry.facts.get("fields", "")).split(",") if name]
        return ", ".join(say(f"access.field.{name}", self.ctx.lang) for name in names)


def _member(row: Row[Any], ctx: PatientContext) -> str:
    role = say(f"access.role.{row.role}", ctx.lang)
    return say("access.by.staff", ctx.lang, name=full_name(row.first_name, row.last_name), role=role)


def _helper(person: Person, ctx: PatientContext) -> str:
    return say("access.by.family", ctx.lang, name=full_name(person.first_name, person.last_name))


def _subjects(tx: Session, ctx: PatientContext, ids: set[str]) -> dict[str, str]:
    own = (tx, ctx.clinic.id, ctx.person_id, ids)
    return {
        **{row.Appointment.id: _visit(row, ctx) for row in appointments.own_cards(*own)},
        **{task.id: _request(task, ctx) for task in tasks.own(*own)},
        **documents.titles(*own),
        **forms.names(*own),
        **{package.id: package.name for package in packages.some(*own)},
        **{session.id: _device(session) for session in sessions.own(*own)},
        **{row.Receipt.id: _receipt(row.Receipt, ctx) for row in receipts.own(*own)},
    }


def _visit(row: Row[Any], ctx: PatientContext) -> str:
    start, _ = span(row.Appointment, ctx)
    return f"{row.treatment}, {dates.day_and_time(start, ctx.lang)}"


def _request(task: Task, ctx: PatientContext) -> str:
    return say(f"task.kind.{task.kind}", ctx.lang)


def _receipt(receipt: Receipt, ctx: PatientContext) -> str:
    return say("paper.receipt_title", ctx.lang, number=receipt.number)


def _device(session: LoginSession) -> str:
    return ", ".join(filter(None, (session.browser, session.operating_system)))
