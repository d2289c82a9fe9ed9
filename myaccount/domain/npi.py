"""National Provider Identifiers of the United States."""

DIGITS = 10
PREFIX = "80840"
"""What stands before an NPI when its check digit is made."""


def is_npi(text: str) -> bool:
    """Tell whether a text is an NPI: ten digits, the last of which checks the others.

    Source: 45 CFR 162.406; ISO/IEC 7812-1, Luhn's formula.
    """
    if len(text) != DIGITS or not (text.isascii() and text.isdigit()):
        return False
    digits = [int(one) for one in reversed(PREFIX + text)]
    doubled = [digit if place % 2 == 0 else sum(divmod(digit * 2, 10)) for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0
