"""How the desk's pages name a payment, an invoice, a day and an amount."""

from myaccount.messages import dates, say
from myaccount.messages.amounts import amount
from myaccount.models import Payment
from myaccount.services.context import ClinicContext


def money(cents: int, currency: str, ctx: ClinicContext) -> str:
    """Word an amount; blank for nothing. Money: cents of `currency`."""
    return amount(cents, currency, ctx.lang) if cents else ""


def typed(cents: int, ctx: ClinicContext) -> str:
    """Word an amount as it stands in a box; blank for nothing. Money: cents of the clinic's currency."""
    return money(cents, ctx.clinic.currency, ctx)


def invoice(number: int, ctx: ClinicContext) -> str:
    """Name an invoice."""
    return say("billing.invoice", ctx.lang, number=number)


def receipt(number: int, ctx: ClinicContext) -> str:
    """Name a receipt."""
    return say("paper.receipt_title", ctx.lang, number=number)


def payment(row: Payment, ctx: ClinicContext) -> str:
    """Name a payment, by how it came, how much it is and when."""
    method = say(f"money.method.{row.method}", ctx.lang)
    whole = amount(row.amount_cents, row.currency, ctx.lang)
    day = dates.plain_day(ctx.clinic.day_of(row.received_at), ctx.lang)
    return say("billing.payment", ctx.lang, method=method, amount=whole, day=day)
