"""What the page says about the last thing done. Shown in live regions: screen readers speak it."""

import reflex as rx

from myaccount.state.vars import set_vars


class NoticeState(rx.State):
    """`notice` says what was done, `problem` why something was not. Both go with the next act.

    `answers` counts what this page asked for and was answered, whatever the answer.
    """

    notice: str = ""
    problem: str = ""
    answers: int = 0

    def _say(self, notice: str = "", problem: str = "") -> None:
        """Say something about what was just done, or nothing any more."""
        set_vars(self, notice=notice, problem=problem)


async def tell(state: rx.State, notice: str = "", problem: str = "") -> None:
    """Say on the page what was just done, or why it was not."""
    (await state.get_state(NoticeState))._say(notice, problem)
