"""What an id looks like, so that what is none never reaches the database."""

import re

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def could_be_id(text: str) -> bool:
    """Tell whether a text could be the id of a row.

    Edges: control characters and half characters are none; PostgreSQL and UTF-8 choke on them.
    """
    return _ID.fullmatch(text) is not None
