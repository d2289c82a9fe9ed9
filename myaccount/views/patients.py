"""What the clinic's staff see when they look for a patient."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PatientLine:
    """One patient in a list. `detail` tells two of one name apart: the date of birth and the phone number, in words.

    `email` and `phone` are as they are written; `next_visit` is a day and a time. Blank is what there is not.
    """

    id: str
    name: str
    detail: str = ""
    preferred_name: str = ""
    date_of_birth: str = ""
    phone: str = ""
    email: str = ""
    next_visit: str = ""


@dataclass(frozen=True)
class PatientResults:
    """Who was found; with `has_more`, not everybody."""

    lines: tuple[PatientLine, ...] = ()
    has_more: bool = False


@dataclass(frozen=True)
class Checked:
    """What speaks against adding a patient: sentences by field, and who may be the same person."""

    problems: dict[str, str]
    alike: tuple[PatientLine, ...] = ()
