"""What somebody has to pay, and what the clinic holds for them."""

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session

from myaccount.domain.clinic_side import DESK
from myaccount.messages import dates
from myaccount.messages.amounts import amount
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.services.roles import only
from myaccount.store import invoices, payments, people
from myaccount.views.balance import Balance, DueInvoice


def of(tx: Session, ctx: PatientContext, left_out: Collection[str] = ()) -> Balance:
    """Tell what one has to pay oneself, oldest invoice first; and how much of it without the invoices left out.

    Edges: where the clinic does not let them choose, or there is nothing to choose among, nothing is left out.
    """
    found = of_person(tx, ctx, ctx.person_id)
    can_choose = ctx.settings.choose_invoices and len(found.invoices) > 1
    rows = tuple(replace(row, is_chosen=not (can_choose and row.id in left_out)) for row in found.invoices)
    cents = sum(row.due_cents for row in rows if row.is_chosen)
    chosen = amount(cents, ctx.clinic.currency, ctx.lang)
    return replace(found, can_choose=can_choose, chosen_cents=cents, chosen=chosen, invoices=rows)


def seen_by_desk(tx: Session, ctx: StaffContext, person_id: str) -> Balance:
    """Tell the desk what a patient has to pay. Raises: NotAllowed · NotFound."""
    only(ctx, *DESK)
    return of_person(tx, ctx, people.own(tx, ctx.clinic.id, person_id).id)


def of_person(tx: Session, ctx: ClinicContext, person_id: str) -> Balance:
    """Tell what a person has to pay. The caller has judged who may ask.

    Money: the clinic's currency; what is in another is not shown here.
    """
    currency = ctx.clinic.currency
    rows = [row for row in invoices.due(tx, ctx.clinic.id, person_id) if row.currency == currency]
    what: dict[str, list[str]] = {row.id: [] for row in rows}
    for line in invoices.lines(tx, what) if rows else ():
        what[line.invoice_id].append(line.description)
    due = sum(int(row.due) for row in rows)
    credit = payments.credit(tx, ctx.clinic.id, person_id).get(currency, 0)
    return Balance(
        due_cents=due,
        due=amount(due, currency, ctx.lang),
        credit_cents=credit,
        credit=amount(credit, currency, ctx.lang),
        invoices=tuple(
            DueInvoice(
                id=row.id,
                number=str(row.number),
                issued_on=dates.full_day(row.issued_on, ctx.lang),
                what=", ".join(dict.fromkeys(what[row.id])),
                due_cents=int(row.due),
                due=amount(int(row.due), currency, ctx.lang),
            )
            for row in rows
        ),
    )
