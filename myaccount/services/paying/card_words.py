"""Word cards for whoever looks at them."""

from collections.abc import Mapping

from myaccount.domain.cards import Expiry, brand_key, expiry
from myaccount.messages import Language, say
from myaccount.models import Card
from myaccount.services.context import ClinicContext
from myaccount.views.cards import CardRow


def title(card: Card, lang: Language) -> str:
    """Name a card: "Visa ending in 4242"."""
    return say("card.title", lang, brand=say(brand_key(card.brand), lang), last4=card.last4)


def row(card: Card, ctx: ClinicContext, asked: Mapping[str, str] | None = None) -> CardRow:
    """Show a card. `asked` words what has been asked about cards, by their ids."""
    state = expiry(card.exp_month, card.exp_year, ctx.today)
    return CardRow(
        id=card.id,
        title=title(card, ctx.lang),
        expiry_line=say("card.expires", ctx.lang, month=f"{card.exp_month:02}", year=card.exp_year),
        notice=say(f"card.{state}", ctx.lang) if state is not Expiry.GOOD else "",
        state=state.value,
        is_default=card.is_default,
        asked_line=(asked or {}).get(card.id, ""),
    )
