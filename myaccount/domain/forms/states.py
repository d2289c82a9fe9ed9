"""Where an intake form stands, and what brings it on.

Source: product rules, "State machines": assigned → in_progress → submitted (→ returned → in_progress); expired,
withdrawn.
"""

from collections.abc import Mapping
from enum import StrEnum

from myaccount.domain.refusals import Refused


class FormState(StrEnum):
    """Where a form stands. Each is named as `form.state.<state>` in the messages."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class FormAct(StrEnum):
    """What is done with a form."""

    BEGIN = "begin"
    SUBMIT = "submit"
    RETURN = "return"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


PENDING = (FormState.ASSIGNED, FormState.IN_PROGRESS, FormState.RETURNED)
"""The states in which a form waits for its person: it is counted in the banner, and can be filled in."""

TRANSITIONS: Mapping[FormAct, tuple[tuple[FormState, ...], FormState]] = {
    FormAct.BEGIN: ((FormState.ASSIGNED, FormState.RETURNED), FormState.IN_PROGRESS),
    FormAct.SUBMIT: ((FormState.IN_PROGRESS,), FormState.SUBMITTED),
    FormAct.RETURN: ((FormState.SUBMITTED,), FormState.RETURNED),
    FormAct.WITHDRAW: (PENDING, FormState.WITHDRAWN),
    FormAct.EXPIRE: (PENDING, FormState.EXPIRED),
}
"""From which states an act leads to which."""


class FormClosed(Refused):
    """A form that is not open (any more): it was submitted, withdrawn, or has expired."""

    code = "form_closed"


class FormUnchanged(Refused):
    """A form that the clinic sent back, and in which nothing has been answered, or confirmed, since."""

    code = "form_unchanged"


class FormNotReturnable(Refused):
    """Only what was submitted is sent back."""

    code = "form_not_returnable"


class RemindedAlready(Refused):
    """A patient is reminded of a form once a day, and only where there is an address to write to."""

    code = "form_reminded"


def after(act: FormAct, state: FormState) -> FormState:
    """Tell where an act brings a form.

    Edges: what came back is begun again before it is submitted. Raises: FormNotReturnable · FormUnchanged · FormClosed
    where it cannot be done.
    """
    frm, to = TRANSITIONS[act]
    if state in frm:
        return to
    if act is FormAct.RETURN:
        raise FormNotReturnable()
    raise FormUnchanged() if act is FormAct.SUBMIT and state is FormState.RETURNED else FormClosed()
