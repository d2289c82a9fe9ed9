"""E-mail addresses and mobile numbers, in the form in which two of them are compared."""

import phonenumbers

from myaccount.domain.people import casefolded

LONGEST = 320


def is_email(typed: str) -> bool:
    """Tell whether what was typed is meant as an e-mail address rather than a number."""
    return "@" in typed


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
