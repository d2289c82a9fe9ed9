"""The self-check: is this deployment fit to serve, and if not, why?"""

import asyncio
from contextlib import closing
from datetime import UTC, datetime

from redis import Redis, RedisError
from sqlalchemy.exc import SQLAlchemyError

from myaccount import clock
from myaccount.config import Config
from myaccount.crypto.sealing import Unreadable
from myaccount.integrations import virus
from myaccount.integrations.mail.answers import why_silent
from myaccount.integrations.stripe.gateway import KeysRefused, Silent
from myaccount.messages import say
from myaccount.services.calls import video_server
from myaccount.services.outgoing import mail_server
from myaccount.services.paying import processor
from myaccount.store import clinics, migrate
from myaccount.store.engine import Database, database
from myaccount.views.operator import Finding

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that shows less has lost its battery."""

SHORTEST_KEY = 32
TIMEOUT = 5.0


def run(settings: Config, now: datetime) -> list[Finding]:
    """Check everything a deployment depends on. Times: `now` is aware UTC."""
    silent = _database(settings)
    return [
        Finding("database", silent),
        Finding("zone data", old_zone_data()),
        Finding("mail", _mail(settings, is_asked=not silent)),
        Finding("clinics' mail servers", "" if silent else _mail_servers()),
        Finding("Redis", _redis(settings)),
        Finding("virus scanner", _scanner(settings)),
        Finding("secret key", _secret_key(settings)),
        Finding("card processor", "" if silent else _processors()),
        Finding("video servers", "" if silent else _video_servers()),
        Finding("clock", _clock(now)),
    ]


def old_zone_data() -> str:
    """Tell what is wrong with the zone database; blank when it is recent enough."""
    if clock.zone_data_is_current():
        return ""
    held = clock.zone_data_version()
    step = "Upgrade the portal, or run `.cache/uv/bin/uv pip install --upgrade tzdata` in its folder."
    return f"tzdata {held} does not know the changes of 2026. {step}"


def _database(settings: Config) -> str:
    try:
        is_current = migrate.is_current(settings.database)
    except SQLAlchemyError as error:
        return f"It does not answer: {str(error).splitlines()[0]}"
    return "" if is_current else "Its tables are of another version: run `myaccount migrate`."


def _mail(settings: Config, *, is_asked: bool) -> str:
    if not settings.smtp_url:
        is_missed = settings.is_secure and not (is_asked and database().read(mail_server.all_have_their_own))
        return "MYACCOUNT_SMTP_URL is not set: mail is printed, and reaches nobody" if is_missed else ""
    reason = why_silent(settings.smtp_url)
    return f"The server of MYACCOUNT_SMTP_URL takes no mail: {reason}" if reason else ""


def _mail_servers() -> str:
    """Try the mail server of each clinic that has its own."""
    db = database()
    found = ((slug, _mail_server(db, clinic_id)) for slug, clinic_id in db.read(clinics.slugs))
    return " ".join(f"{slug}: {reason}" for slug, reason in found if reason)


def _mail_server(db: Database, clinic_id: str) -> str:
    try:
        server = db.read(mail_server.own, clinic_id)
    except Unreadable as error:
        return f"It cannot be read: {error}."
    why = asyncio.run(mail_server.why_refused(server)) if server else None
    return say(f"mail_server.why.{why}", "en") if why else ""


def _scanner(settings: Config) -> str:
    reason = virus.why_silent(settings.clamd_url) if settings.clamd_url else ""
    return f"The scanner of MYACCOUNT_CLAMD_URL does not answer, and no file is taken: {reason}" if reason else ""


def _redis(settings: Config) -> str:
    if not settings.redis_url:
        return ""
    try:
        with closing(Redis.from_url(settings.redis_url, socket_timeout=TIMEOUT)) as redis:
            redis.ping()
    except (RedisError, ValueError) as error:
        return f"The server of MYACCOUNT_REDIS_URL does not answer: {error}"
    return ""


def _processors() -> str:
    """Ask the processor of each clinic that has one whether it takes the clinic's keys."""
    db = database()
    found = ((slug, _processor(db, clinic_id)) for slug, clinic_id in db.read(clinics.slugs))
    return " ".join(f"{slug}: {reason}" for slug, reason in found if reason)


def _processor(db: Database, clinic_id: str) -> str:
    try:
        keys = db.read(processor.keys, clinic_id)
        if keys is not None:
            processor.open_gateway(keys).check()
    except Unreadable as error:
        return f"Its keys cannot be read: {error}."
    except KeysRefused:
        return "The processor refuses its keys."
    except Silent:
        return "The processor does not answer."
    return ""


def _video_servers() -> str:
    """Tell which clinics' secrets for their own video servers cannot be read."""
    db = database()
    found = ((slug, _video_server(db, clinic_id)) for slug, clinic_id in db.read(clinics.slugs))
    return " ".join(f"{slug}: {reason}" for slug, reason in found if reason)


def _video_server(db: Database, clinic_id: str) -> str:
    try:
        db.read(video_server.keys, clinic_id)
    except Unreadable as error:
        return f"Its keys cannot be read: {error}."
    return ""


def _secret_key(settings: Config) -> str:
    try:
        key = settings.key
    except OSError as error:
        return f"It cannot be read or made: {error}"
    return "" if len(key) >= SHORTEST_KEY else f"It is too short: at least {SHORTEST_KEY} characters."


def _clock(now: datetime) -> str:
    return "" if now >= EARLIEST else f"It shows {now:%Y-%m-%d %H:%M} UTC, which is past: set it right."
