"""A form at the side of a page of the clinic's side: opened for one thing, saved as a whole, closed."""

from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx

from myaccount.messages import Language, say
from myaccount.state.notice import tell
from myaccount.state.vars import set_vars
from myaccount.views.practice import Outcome


class Panel(rx.State, mixin=True):
    """What is typed stays in the browser until it is saved; `fields` is what the boxes start from, by their names.

    `of` is the id of what is shown, blank for something new. `opened` grows with each opening, so that every form
    begins anew, and `attempt` when a form was turned back.
    """

    is_open: bool = False
    of: str = ""
    opened: int = 0
    attempt: int = 0
    fields: dict[str, str] = {}
    problems: dict[str, str] = {}
    summary: str = ""

    def _begin(self, of: str, fields: Mapping[str, str]) -> None:
        self.opened += 1
        self.is_open, self.of = True, of
        self.fields, self.problems, self.summary = dict(fields), {}, ""

    def _follow(self, fields: Mapping[str, str]) -> None:
        """Show in an open form what somebody else has changed; what is being typed stays."""
        set_vars(self, fields=dict(fields))

    def _shut(self) -> None:
        set_vars(self, is_open=False, of="", problems={}, summary="", fields={})

    def _take(self, outcome: Outcome, lang: Language) -> bool:
        """Show what became of a form; tell whether it was saved."""
        self.problems = dict(outcome.problems)
        turned_back = bool(outcome.problems) or outcome.clashed
        self.summary = say("contact.check" if outcome.problems else "contact.clash", lang) if turned_back else ""
        if turned_back:
            self.attempt += 1
        return not turned_back

    async def _finish(
        self, outcome: Outcome, lang: Language, said: str = "practice.saved", same: str = "practice.same", **facts: str
    ) -> None:
        """Show what became of a form; one that was saved is put away, and that is told, or that it was the `same`."""
        if self._take(outcome, lang):
            self._shut()
            await self._say(say(said if outcome.changed else same, lang, **facts))

    async def _say(self, *lines: str) -> None:
        await tell(self, " ".join(line for line in lines if line))


def closes(event: Callable[[Any], Any]) -> Any:
    """Make the handler `close` of a panel, marked by `event` with who may call it."""

    async def close(self: Any, ctx: Any) -> None:
        """Put the form away without saving."""
        self._shut()

    return event(close)
