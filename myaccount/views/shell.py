"""What surrounds every page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shell:
    """The clinic, how to reach it as far as it shows it, and who is signed in (blank when nobody is).

    `logo` is its address, blank for none; `logo_is_wide` says that the name is not written beside it.

    `optional` are the addresses of those sections that are there only while the clinic's settings allow them.

    `role` and `clinic_home`, where the role lands on the clinic's side, are blank for whoever has none.
    """

    clinic_name: str
    colour: str
    logo: str
    logo_is_wide: bool
    clinic_phone: str
    clinic_phone_url: str
    clinic_email: str
    clinic_email_url: str
    person_name: str
    person_initials: str
    role: str
    clinic_home: str
    optional: list[str]
