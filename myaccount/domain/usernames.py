"""What may be a username. It is unique per clinic, however it is capitalised."""

import unicodedata

from myaccount.domain.people import casefolded

SHORTEST, LONGEST = 3, 64
ALSO_ALLOWED = "._-+@"


def tidy(typed: str) -> str:
    """Bring a typed username to the form in which it is kept: no blanks around it, one spelling per letter."""
    return unicodedata.normalize("NFKC", typed).strip()


def username_problem(username: str, own_email: str | None) -> str | None:
    """Tell what is wrong with a username, as the key of a sentence; None when it can be taken.

    Edges: 3 and 64 characters are both allowed. One that holds an @ must be the person's own e-mail address, or it
    could pass for somebody else's.
    """
    if len(username) < SHORTEST:
        return "username.too_short"
    if len(username) > LONGEST:
        return "username.too_long"
    if not all(letter.isalnum() or letter in ALSO_ALLOWED for letter in username):
        return "username.letters"
    if "@" in username and casefolded(username) != casefolded(own_email or ""):
        return "username.other_email"
    return None
