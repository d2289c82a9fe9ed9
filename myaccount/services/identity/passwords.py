"""Passwords: hashed with argon2id two at a time and away from the event loop; weak ones are found beforehand."""

import asyncio
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn

T = TypeVar("T")

SHORTEST, LONGEST = 8, 1000
JUDGED = 100
"""How much of a password is judged: the effort grows with the square of the length."""
GOOD_ENOUGH = 3
SHORTEST_WORD, LEFT_AT_LEAST = 3, 6
"""Of "alicemoreau1" only "1" is left once what others know is taken away."""
AT_ONCE = 2
MEMORY_KIB = 19 * 1024

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1),))
_turn = threading.BoundedSemaphore(AT_ONCE)
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")


def hash_password(plain: str) -> str:
    """Hash a password for keeping. Takes about 30 ms: never inside a transaction.

    Source: OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
    """
    with _turn:
        return _hasher.hash(_bytes(plain))


def verify(plain: str, kept: str) -> tuple[bool, str | None]:
    """Compare a password with what is kept; also give a new hash when the old one is of weaker settings.

    Edges: longer than any password can be is wrong, after the same time.
    """
    possible = len(plain) <= LONGEST
    with _turn:
        try:
            matches, new_hash = _hasher.verify_and_update(_bytes(plain[:LONGEST]), kept)
        except UnknownHashError:
            matches, new_hash = False, None
    return (True, new_hash) if matches and possible else (False, None)


def pretend(plain: str) -> None:
    """Take the time that a comparison takes, for an account that does not exist."""
    verify(plain, _nobodys())


def weakness(plain: str, *personal: str) -> str | None:
    """Tell why a password cannot be taken, as the key of a sentence; None when it is good.

    `personal` are words that others know: name, username, clinic. Edges: 8 and 1,000 characters are both allowed.
    """
    if len(plain) < SHORTEST:
        return "password.too_short"
    if len(plain) > LONGEST:
        return "password.too_long"
    known = [word[:JUDGED] for word in personal if word]
    strength = zxcvbn(plain[:JUDGED], user_inputs=known, max_length=JUDGED)
    good = strength["score"] >= GOOD_ENOUGH and _is_more_than(plain, known)
    return None if good else "password.easy_to_guess"


async def off_loop(work: Callable[[], T]) -> T:
    """Run hashing or judging on a thread of its own, so that a rush of sign-ins holds up nothing else."""
    return await asyncio.get_running_loop().run_in_executor(_threads, work)


def warm() -> None:
    """Do now what would make the first sign-in slow."""
    pretend("warm")
    weakness("warm up now")


def _is_more_than(plain: str, known: list[str]) -> bool:
    """Tell whether something is left of a password without the words that others know."""
    rest = plain.casefold()
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word.casefold(), "") if len(word) >= SHORTEST_WORD else rest
    return len(rest) >= LEFT_AT_LEAST


@cache
def _nobodys() -> str:
    return hash_password("the password of nobody")


def _bytes(plain: str) -> bytes:
    return unicodedata.normalize("NFKC", plain).encode("utf-8", "surrogatepass")
