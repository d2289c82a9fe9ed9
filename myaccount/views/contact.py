"""What Contact Info shows."""

from dataclasses import dataclass

from myaccount.views.practice import Option


@dataclass(frozen=True)
class ContactForm:
    """A person's contact details as they are written in the form; blank where there is none.

    `pronouns` are blank, and not asked for, unless `asks_pronouns`. `unverified_email` is the address that waits for
    its code, and `code_sent` whether one is under way that still works; likewise for the mobile.
    """

    first_name: str = ""
    last_name: str = ""
    preferred_name: str = ""
    pronouns: str = ""
    email: str = ""
    mobile: str = ""
    other_phone: str = ""
    address: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    language: str = ""
    time_zone: str = ""
    marketing_opt_in: str = ""
    asks_pronouns: bool = False
    unverified_email: str = ""
    code_sent: bool = False
    unverified_mobile: str = ""
    mobile_code_sent: bool = False


@dataclass(frozen=True)
class DeskForm(ContactForm):
    """A patient's contact details as the clinic writes them: with the date of birth, as a date box takes it."""

    date_of_birth: str = ""


@dataclass(frozen=True)
class Saved:
    """What became of a form. Unless both `problems` and `clashes` are empty, nothing was written.

    `problems` are sentences by field, `clashes` the fields that somebody else changed meanwhile, `changed` the
    fields that were written.
    """

    problems: dict[str, str]
    clashes: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    code_sent: bool = False


@dataclass(frozen=True)
class ZoneGroup:
    """Time zones to choose from, by the name of the country they are in."""

    name: str = ""
    zones: tuple[Option, ...] = ()


@dataclass(frozen=True)
class ZoneOffer:
    """What is asked of somebody whose browser goes by other clocks than their visits do; blank when nothing is."""

    line: str = ""
    button: str = ""
