"""How often somebody may try: counted in Redis where the deployment has one, or in the memory of each process.

While Redis is away each process counts alone, from nothing. New sockets are always counted so.

What is counted is named by hashes, so that no name and no address lies in Redis.
"""

import logging
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from math import ceil
from threading import Lock
from typing import TypeVar

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from myaccount.clock import now
from myaccount.config import config
from myaccount.domain.people import casefolded
from myaccount.domain.refusals import TooManyTries
from myaccount.store import timeouts

log = logging.getLogger(__name__)
T = TypeVar("T")
_turn = Lock()

ACCOUNT = RateLimitItemPerMinute(10, 5, namespace="account")
ADDRESS = RateLimitItemPerMinute(100, 5, namespace="address")
RESETS = RateLimitItemPerDay(5, 1, namespace="resets")
RESETS_OF_ADDRESS = RateLimitItemPerHour(40, 1, namespace="resets_of_address")
CODES = RateLimitItemPerMinute(5, 5, namespace="codes")
PROOFS = RateLimitItemPerMinute(10, 5, namespace="proofs")
SECOND_STEPS = RateLimitItemPerMinute(5, 5, namespace="second_steps")
TRIPS = RateLimitItemPerMinute(60, 5, namespace="trips")
CHECKS = RateLimitItemPerMinute(100, 5, namespace="checks")
PRINTS = RateLimitItemPerMinute(60, 1, namespace="prints")
UPLOADS = RateLimitItemPerHour(120, 1, namespace="uploads")
UPLOADS_OF_PATIENT = RateLimitItemPerDay(30, 1, namespace="uploads_of_patient")
NOTED = RateLimitItemPerMinute(1, 5, namespace="noted")
"""What is turned away for too many tries is written down once in this while: a flood must not fill the trail."""


def before_sign_in(clinic_id: str, name: str, address: str) -> None:
    """Count a try with a name before it is judged, so that fifty at once are fifty. Raises: TooManyTries.

    Edges: 10 in 5 minutes for a name; the tenth is judged, the eleventh is not. An address may have 100 that failed,
    which are counted when they have (`wrong_guess`).
    """
    before_guess(address)
    _hit(ACCOUNT, _account(clinic_id, name))


def after_sign_in(clinic_id: str, *names: str) -> None:
    """Forget an account's failed tries: its owner has just been in."""
    for name in names:
        _with_limiter(lambda limiter, name=name: limiter.clear(ACCOUNT, _account(clinic_id, name)))  # type: ignore[misc]


def before_guess(address: str) -> None:
    """Turn an address away that has guessed too often. Raises: TooManyTries."""
    if not _with_limiter(lambda limiter: limiter.test(ADDRESS, _address(address))):
        raise TooManyTries(minutes=_minutes(ADDRESS, _address(address)))


def wrong_guess(address: str) -> None:
    """Count a wrong password, link or code against the address it came from."""
    _with_limiter(lambda limiter: limiter.hit(ADDRESS, _address(address)))


def is_news(address: str, clinic_id: str, name: str) -> bool:
    """Tell whether somebody is turned away for too many tries for the first time in five minutes.

    Edges: what an address that has guessed too often tries is one story, whomever it tries; otherwise the account's,
    from wherever it is tried.
    """
    spent = not _with_limiter(lambda limiter: limiter.test(ADDRESS, _address(address)))
    key = _address(address) if spent else _account(clinic_id, name)
    return _with_limiter(lambda limiter: limiter.hit(NOTED, key))


def before_reset(clinic_id: str, contact: str, address: str) -> None:
    """Count a question for a new password: 5 a day for one contact, 40 an hour from one address.

    Raises: TooManyTries.
    """
    _hit(RESETS_OF_ADDRESS, _address(address))
    _hit(RESETS, _hash(clinic_id, casefolded(contact)))


def before_code(clinic_id: str, contact: str) -> None:
    """Count a typed code: 5 in 5 minutes for one contact. Raises: TooManyTries."""
    _hit(CODES, _hash(clinic_id, casefolded(contact)))


def before_proof(clinic_id: str, person_id: str) -> None:
    """Count a password that somebody signed in gives again: 10 in 5 minutes. Raises: TooManyTries."""
    _hit(PROOFS, _hash(clinic_id, person_id))


def after_proof(clinic_id: str, person_id: str) -> None:
    """Forget a person's wrong passwords: the right one has just been given."""
    _with_limiter(lambda limiter: limiter.clear(PROOFS, _hash(clinic_id, person_id)))


def before_second_step(clinic_id: str, person_id: str) -> None:
    """Count a typed code of the second step: 5 in 5 minutes for one person. Raises: TooManyTries."""
    _hit(SECOND_STEPS, _hash(clinic_id, person_id))


def after_second_step(clinic_id: str, person_id: str) -> None:
    """Forget a person's wrong codes: the right one has just been given."""
    _with_limiter(lambda limiter: limiter.clear(SECOND_STEPS, _hash(clinic_id, person_id)))


def before_trip(address: str) -> None:
    """Count somebody who goes to a sign-in provider: 60 in 5 minutes from one address. Raises: TooManyTries."""
    _hit(TRIPS, _address(address))


def before_verify(address: str) -> None:
    """Count a look at a receipt's code, right or wrong: 100 in 5 minutes from one address. Raises: TooManyTries."""
    _hit(CHECKS, _address(address))


def before_print(clinic_id: str, person_id: str) -> None:
    """Count a paper that somebody asks for: 60 in a minute. Each may have to be printed. Raises: TooManyTries."""
    _hit(PRINTS, _hash(clinic_id, person_id))


def before_upload(clinic_id: str, person_id: str, *, is_staff: bool) -> None:
    """Count a file that somebody sends: patients 30 a day, staff 120 an hour. Each takes room. Raises: TooManyTries."""
    _hit(UPLOADS if is_staff else UPLOADS_OF_PATIENT, _hash(clinic_id, person_id))


def may_open_socket(address: str, most: int) -> bool:
    """Count a new socket of an address: in a minute twice as many as it may have open at once. Each costs memory."""
    with _turn:
        return _own().hit(RateLimitItemPerMinute(2 * most, namespace="sockets"), _address(address))


def _hit(limit: RateLimitItem, key: str) -> None:
    if not _with_limiter(lambda limiter: limiter.hit(limit, key)):
        raise TooManyTries(minutes=_minutes(limit, key))


def _minutes(limit: RateLimitItem, key: str) -> int:
    """Tell how many minutes are left to wait, rounded up, at least one."""
    free_at = _with_limiter(lambda limiter: limiter.get_window_stats(limit, key)).reset_time
    return max(1, ceil((free_at - now().timestamp()) / 60))


def _with_limiter(ask: Callable[[MovingWindowRateLimiter], T]) -> T:
    """Ask the shared counter; while Redis is away, this process's own."""
    if config().redis_url:
        try:
            return ask(_shared())
        except StorageError:
            log.warning("Redis does not answer; tries are counted in this process only")
    with _turn:  # the memory's own counting lets a few too many through when threads race
        return ask(_own())


@cache
def _own() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@cache
def _shared() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(config().redis_url, wrap_exceptions=True, **timeouts.REDIS))


def _account(clinic_id: str, name: str) -> str:
    return _hash(clinic_id, casefolded(name))


def _address(address: str) -> str:
    """Name an address; of IPv6 the network of a household, which has more addresses than anybody can count."""
    try:
        found = ip_address(address)
    except ValueError:
        return _hash(address)
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    is_v6 = isinstance(found, IPv6Address) and mapped is None
    return _hash(str(int(found) >> 64) if is_v6 else str(mapped or found))


def _hash(*parts: str) -> str:
    return sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
