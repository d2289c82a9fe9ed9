"""The page for the card on file with which a form may end, while the clinic takes payments."""

from sqlmodel import Session

from myaccount.domain.forms.definition import CardPage, Definition
from myaccount.messages import say
from myaccount.services.booking.terms import has_good_card, may_pay
from myaccount.services.context import PatientContext
from myaccount.services.paying import cards, processor
from myaccount.views.cards import CardRow
from myaccount.views.forms import CARD, Missing


def asked(ctx: PatientContext, definition: Definition) -> str:
    """Tell whether a form ends with the page: "optional", "required", or blank while no payments are taken.

    Edges: who fills in somebody else's form is asked for a card of their own, if they may pay for them, or for none.
    """
    is_there = definition.card is not CardPage.NONE and processor.takes_payments(ctx) and may_pay(ctx)
    return definition.card.value if is_there else ""


def on_file(tx: Session, ctx: PatientContext, definition: Definition) -> list[CardRow]:
    """List the cards that the page shows."""
    return list(cards.on_file(tx, ctx.oneself)) if asked(ctx, definition) else []


def missing(tx: Session, ctx: PatientContext, definition: Definition) -> list[Missing]:
    """Tell that a card is missing, where one has to be on file before the form is submitted.

    Edges: one that has expired does not count.
    """
    if asked(ctx, definition) != CardPage.REQUIRED or has_good_card(tx, ctx):
        return []
    return [Missing(CARD, say("form.card.title", ctx.lang))]
