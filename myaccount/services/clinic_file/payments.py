"""Bring payments in, and what was done with each: through the same ledger as the desk's buttons, in order of time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from myaccount.domain.ledger import Method
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.models import Invoice, Payment
from myaccount.services.clinic_file import times
from myaccount.services.clinic_file.money_schema import EntrySection, PartSection, PaymentSection
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import payments
from myaccount.store import clinic_file as store
from myaccount.store import payments as rows

FACTS = ("patient", "received", "method", "amount_cents")
"""What the file says of a payment besides its entries; kept as it was said."""
TO_COME = "This is still to come: money is written down once it is there"
BACKWARDS = "This is earlier than the payment came in, or than the entry before it was done"


@dataclass
class Known:
    """A payment that is brought in, and its id once it is in the books; None after one of its acts was refused."""

    entry: Entry[PaymentSection]
    person_id: str
    payment_id: str | None = None


@dataclass(frozen=True)
class Step:
    """One thing to do, and when it was done. A payment's own steps stay in the file's order."""

    at: datetime
    payment: int
    place: int
    path: str
    do: Callable[[ClinicContext], None]


def check(sections: Sections, plan: Plan) -> None:
    """Check what the payments of the file name and when they came, before anything is written.

    Edges: at the very instant of the import is in time.
    """
    for entry in sections.payments:
        plan.people.find(plan.problems, f"{entry.path}.patient", entry.said.patient)
        latest = _past(f"{entry.path}.received", entry.said.received, plan)
        for place, one in enumerate(entry.said.entries):
            path = f"{entry.path}.entries[{place}].at"
            at = _past(path, one.at, plan) if one.at else None
            if at and latest and at < latest:
                plan.problems.add(path, BACKWARDS)
            latest = at or latest


def load(tx: Session, ctx: ClinicContext, sections: Sections, plan: Plan) -> None:
    """Write the file's payments into the books, with what was done with each.

    Edges: a payment that is in the books stays as it is, and only what the file's entries go on with is done. What
    the file says otherwise by now is reported. An act that the rules turn down is a mistake of the file.
    """
    found = store.by_external_id(tx, Payment, plan.clinic_id, [entry.said.id for entry in sections.payments])
    named = {part.invoice for entry in sections.payments for one in entry.said.entries for part in _parts(one)}
    invoices = store.by_external_id(tx, Invoice, plan.clinic_id, named)
    steps: list[Step] = []
    for number, entry in enumerate(sections.payments):
        steps += _steps(tx, number, entry, found.get(entry.said.id), invoices, plan)
    for step in sorted(steps, key=lambda one: (one.at, one.payment, one.place)):
        try:
            step.do(replace(ctx, now=step.at))
        except Refused as refused:
            plan.problems.add(step.path, say(f"refused.{refused.code}", "en", **refused.facts))


def _steps(
    tx: Session,
    number: int,
    entry: Entry[PaymentSection],
    before: store.Found | None,
    invoices: dict[str, store.Found],
    plan: Plan,
) -> list[Step]:
    person_id = plan.people.find(plan.problems, f"{entry.path}.patient", entry.said.patient)
    at = _moment(f"{entry.path}.received", entry.said.received, plan)
    if person_id is None or at is None:
        return []
    plan.count("payments", _outcome(entry, before, plan))
    done = _done(entry, before)
    known = Known(entry, person_id, before["id"] if before else None)
    steps = [] if before else [Step(at, number, -1, entry.path, lambda ctx: _receive(tx, ctx, known))]
    for place, one in enumerate(entry.said.entries):
        path = f"{entry.path}.entries[{place}]"
        at = (_moment(path, one.at, plan) if one.at else None) or at
        if place >= done and _names(path, one, invoices, plan):
            steps.append(Step(at, number, place, path, _act(tx, known, one, invoices)))
    if before and done < len(entry.said.entries):
        rows.note_import(tx, before["id"], _said(entry))
    return steps


def _act(
    tx: Session, known: Known, said: EntrySection, invoices: dict[str, store.Found]
) -> Callable[[ClinicContext], None]:
    wanted = [(invoices[part.invoice]["id"], part.cents) for part in _parts(said) if part.invoice in invoices]

    def do(ctx: ClinicContext) -> None:
        payment_id, known.payment_id = known.payment_id, None
        if payment_id is None:
            return
        if said.apply:
            payments.apply(tx, ctx, known.person_id, payment_id, wanted)
        elif said.unapply:
            payments.unapply(tx, ctx, known.person_id, payment_id, wanted, newest_first=True)
        elif said.refund:
            payments.refund(tx, ctx, known.person_id, payment_id, said.refund)
        known.payment_id = payment_id

    return do


def _receive(tx: Session, ctx: ClinicContext, known: Known) -> None:
    said = known.entry.said
    known.payment_id = payments.receive(
        tx,
        ctx,
        known.person_id,
        said.amount_cents,
        Method(said.method),
        external_id=said.id,
        imported=_said(known.entry),
    ).id


def _outcome(entry: Entry[PaymentSection], before: store.Found | None, plan: Plan) -> str:
    """Tell which of "added", "updated", "unchanged" a payment is, and report what the books know otherwise."""
    if before is None:
        return "added"
    says, said = _said(entry), before["imported"]
    plan.kept += [f"{entry.path}.{name}" for name in FACTS if says[name] != said.get(name)]
    past = said.get("entries", [])
    if says["entries"][: len(past)] != past:
        plan.kept.append(f"{entry.path}.entries")
        return "unchanged"
    return "updated" if len(says["entries"]) > len(past) else "unchanged"


def _done(entry: Entry[PaymentSection], before: store.Found | None) -> int:
    """Tell how many of a payment's entries are in the books. Edges: all of them, when the file tells another story."""
    past = before["imported"].get("entries", []) if before else []
    return len(past) if _said(entry)["entries"][: len(past)] == past else len(entry.said.entries)


def _said(entry: Entry[PaymentSection]) -> dict[str, Any]:
    return entry.said.model_dump(mode="json", exclude={"id"}, exclude_none=True)


def _parts(said: EntrySection) -> tuple[PartSection, ...]:
    return said.apply or said.unapply or ()


def _names(path: str, said: EntrySection, invoices: dict[str, store.Found], plan: Plan) -> bool:
    """Tell whether every invoice that an entry names is there; one that is not becomes a problem."""
    what = "apply" if said.apply else "unapply"
    missing = [place for place, part in enumerate(_parts(said)) if part.invoice not in invoices]
    for place in missing:
        name = _parts(said)[place].invoice
        plan.problems.add(f"{path}.{what}[{place}].invoice", f"There is no invoice with the id {name!r}")
    return not missing


def _past(path: str, text: str, plan: Plan) -> datetime | None:
    at = _moment(path, text, plan)
    if at and at > plan.now:
        plan.problems.add(path, TO_COME)
    return at


def _moment(path: str, text: str, plan: Plan) -> datetime | None:
    found = plan.problems.attempt(path, lambda: times.instant_of(text, plan.zone, plan.now))
    return found.instant if found else None
