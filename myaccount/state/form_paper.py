"""The paper of an intake form: what its page holds, whoever fills it in."""

from typing import Annotated

import reflex as rx
from pydantic import Field, StringConstraints

from myaccount.domain.forms.answers import SAID_AT_MOST
from myaccount.state.vars import set_vars
from myaccount.views.cards import CardRow
from myaccount.views.forms import FormView, Missing, SectionView, Told

NEWS_AT_MOST = 12
"""How many of the last answers are told with each change: a browser may draw several changes at once."""

Said = Annotated[str, StringConstraints(max_length=SAID_AT_MOST)]
Name = Annotated[str, StringConstraints(max_length=100)]
Turn = Annotated[int, Field(ge=0, le=2**40)]


class FormPaper(rx.State, mixin=True):
    """What is asked, and what is answered so far.

    `shown` is the id of the form that `sections` belong to. `start` is what its boxes began with, `news` what became
    of the last answers.
    """

    shown: str = ""
    due: str = ""
    card: str = ""
    cards: list[CardRow] = []
    has_card: bool = False
    sections: list[SectionView] = []
    start: dict[str, Told] = {}
    news: list[Told] = []
    hidden: list[str] = []
    progress: str = ""
    percent: int = 0
    missing: list[Missing] = []
    misses: int = 0

    def _lay(self, view: FormView) -> None:
        """Show what is asked, and how far the answers have got."""
        set_vars(self, shown=view.id, card=view.card, sections=view.sections, hidden=view.hidden)
        set_vars(self, progress=view.progress, percent=view.percent)

    def _tell(self, told: list[Told]) -> None:
        """Tell boxes what became of their answers."""
        about = {one.question for one in told}
        self.news = [*(one for one in self.news if one.question not in about), *told][-max(NEWS_AT_MOST, len(told)) :]


def unanswered(view: FormView) -> dict[str, Told]:
    """Begin every box of a form with nothing."""
    return {one.id: Told(one.id) for section in view.sections for one in section.questions}
