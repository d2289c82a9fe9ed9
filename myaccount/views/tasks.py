"""What pages show of a task: the desk, and the patient whose request it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TaskRow:
    """One task at the desk, in words. `done_line` says who did it and when, and is blank while it is open.

    `due` says by when it is to be answered, if it `can_answer`; `answer` what was said.
    """

    id: str = ""
    patient: str = ""
    patient_url: str = ""
    kind: str = ""
    since: str = ""
    note: str = ""
    done_line: str = ""
    due: str = ""
    answer: str = ""
    can_answer: bool = False
    needs_answer: bool = False


@dataclass(frozen=True)
class TaskPage:
    """A page of the desk's tasks. `cursor` says where the next page starts; blank on the last."""

    rows: tuple[TaskRow, ...]
    cursor: str


@dataclass(frozen=True)
class OwnRequest:
    """A request, as its patient sees it. `due` says by when it is answered, and `answer` what the clinic said."""

    id: str = ""
    kind: str = ""
    since: str = ""
    note: str = ""
    due: str = ""
    answer: str = ""
