"""A form that is saved as a whole, while others may change what is saved."""

import reflex as rx

from myaccount.messages import Language, say
from myaccount.views.contact import Saved


class KeptForm(rx.State, mixin=True):
    """What is said of such a form. What is being typed stays in the browser until it is saved.

    `version` grows when the boxes are to show what was saved, `attempt` when a form was turned back. `done` stands
    beside the button that was pressed: on a phone the top of the page is far from it.
    """

    version: int = 0
    attempt: int = 0
    problems: dict[str, str] = {}
    summary: str = ""
    done: str = ""

    def _begin(self) -> None:
        """Say nothing yet."""
        self.problems, self.summary, self.done = {}, "", ""

    def _settle(self, saved: Saved, said: str, lang: Language) -> bool:
        """Say what became of a form; `said` is the key of what there is to say when it was saved, which it tells."""
        self.problems, self.summary = saved.problems, _summary(saved, lang)
        if self.summary:
            self.attempt += 1
            return False
        self.version += 1
        self.done = say(said if saved.changed else "contact.same", lang)
        return True


def _summary(saved: Saved, lang: Language) -> str:
    if saved.problems:
        return say("contact.check", lang)
    return say("contact.clash", lang) if saved.clashes else ""
