"""What the booking page knows of somebody who books for the first time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Introduced:
    """What became of the form: sentences by field where something is wrong with it, or whether a code was mailed."""

    problems: dict[str, str]
    code_sent: bool = False


@dataclass(frozen=True)
class NewcomerForm:
    """What the guest has said so far, as the form writes it; blank before. `is_known`: everything is there.

    `waits_for_code`: a code went to the e-mail address and has not been typed yet.
    """

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    mobile: str = ""
    date_of_birth: str = ""
    is_known: bool = False
    waits_for_code: bool = False
