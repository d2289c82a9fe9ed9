"""The self-check: is this deployment fit to serve, and if not, why?"""

from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from myaccount import clock
from myaccount.config import Config
from myaccount.integrations.mail.answers import why_silent
from myaccount.store import migrate
from myaccount.views.operator import Finding

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that shows less has lost its battery."""

SHORTEST_KEY = 32


def run(settings: Config, now: datetime) -> list[Finding]:
    """Check everything a deployment depends on. Times: `now` is aware UTC."""
    return [
        Finding("database", _database(settings)),
        Finding("zone data", _zone_data()),
        Finding("mail", _mail(settings)),
        Finding("secret key", _secret_key(settings)),
        Finding("clock", _clock(now)),
    ]


def _database(settings: Config) -> str:
    try:
        is_current = migrate.is_current(settings.database)
    except SQLAlchemyError as error:
        return f"It does not answer: {str(error).splitlines()[0]}"
    return "" if is_current else "Its tables are of another version: run `myaccount migrate`."


def _zone_data() -> str:
    if clock.zone_data_is_current():
        return ""
    return f"tzdata {clock.zone_data_version()} does not know the changes of 2026: install a newer one."


def _mail(settings: Config) -> str:
    if not settings.smtp_url:
        return "MYACCOUNT_SMTP_URL is not set: mail is printed, and reaches nobody" if settings.is_secure else ""
    reason = why_silent(settings.smtp_url)
    return f"The server of MYACCOUNT_SMTP_URL takes no mail: {reason}" if reason else ""


def _secret_key(settings: Config) -> str:
    try:
        key = settings.key
    except OSError as error:
        return f"It cannot be read or made: {error}"
    return "" if len(key) >= SHORTEST_KEY else f"It is too short: at least {SHORTEST_KEY} characters."


def _clock(now: datetime) -> str:
    return "" if now >= EARLIEST else f"It shows {now:%Y-%m-%d %H:%M} UTC, which is past: set it right."
