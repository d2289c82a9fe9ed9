"""The portal with its counting of tries taken off, so that a scanner gets past it to what lies behind.

`python -m tests.attack.unlimited run …` serves it.
"""

from functools import partial
from typing import Any

from myaccount import serve
from myaccount.web import rate_limits

SELF = "tests.attack.unlimited:app"


def _serving_this(server: Any, **settings: Any) -> Any:
    return server(**{**settings, "target": SELF})


def app() -> Any:
    """Make the application; asked for by each worker."""
    from myaccount.myaccount import app as portal  # only here: the command line does without

    rate_limits._hit = lambda _limit, _key: None
    rate_limits.before_guess = lambda _address: None
    return portal()


if __name__ == "__main__":
    from myaccount.cli import app as command_line

    serve.Granian = partial(_serving_this, serve.Granian)  # type: ignore[misc]
    command_line()
