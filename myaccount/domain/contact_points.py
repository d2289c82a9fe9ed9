"""E-mail addresses and mobile numbers, in the form in which two of them are compared."""

import re

import phonenumbers

from myaccount.domain.people import casefolded

LONGEST = 320
PEOPLE_AT_MOST = 8
"""How many who share an address or a number are looked at. Whoever shares one with more signs in by username."""
ADDRESS = re.compile(r"[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\".]+(\.[^@\s<>()\[\],;:\\\".]+)+")
EXTENSION = ";ext="
"""How a kept number leads to its extension, in no language. Source: RFC 3966."""
FRENCH_EXTENSION = re.compile(r"[\s,;]*\bposte(?![a-z])[\s.:]*", re.IGNORECASE)
"""What people write in French; the library that reads numbers knows it not."""


def is_email(typed: str, *, strictly: bool = False) -> bool:
    """Tell whether what was typed is meant as an e-mail address; strictly, whether a mail could go there."""
    return bool(ADDRESS.fullmatch(typed)) if strictly else "@" in typed


def email_key(typed: str) -> str | None:
    """Bring an e-mail address to the form in which two are compared; None for what can be none."""
    key = casefolded(typed)
    return key if is_email(key) and len(key) <= LONGEST and key.isprintable() else None


def mobile_key(typed: str, country: str) -> str | None:
    """Bring a phone number to "+14165550111"; None for what can be none.

    Edges: a number without a country code is one of the clinic's country.
    """
    try:
        number = phonenumbers.parse(typed[:LONGEST], country)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_number(typed: str, country: str) -> str | None:
    """Bring a phone number that exists to "+14165550111", with ";ext=5" after it when it has an extension.

    Edges: a number without a country code is one of `country`. None for what is no number. Source: ITU-T E.164.
    """
    try:
        number = phonenumbers.parse(FRENCH_EXTENSION.sub(EXTENSION, typed[:LONGEST]), country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain}{EXTENSION}{number.extension}" if number.extension else str(plain)


def phone_parts(kept: str | None, country: str) -> tuple[str, str]:
    """Split a kept number: as people of a country write it, "416-555-0111", and its extension, blank for none.

    Edges: a number abroad is written with its code. How an extension is called is for the messages to say.
    """
    plain, _, extension = (kept or "").partition(EXTENSION)
    return _shown(plain, country), extension


def _shown(plain: str, country: str) -> str:
    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return plain
    if number.country_code != phonenumbers.country_code_for_region(country):
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    national = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    return national.replace("(", "").replace(") ", "-")
