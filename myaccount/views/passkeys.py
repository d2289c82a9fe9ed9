"""What Username/Password shows of somebody's passkeys."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PasskeyRow:
    """A passkey, in words. Times: the patient's zone."""

    id: str = ""
    name: str = ""
    added: str = ""
    used: str = ""


@dataclass(frozen=True)
class PasskeyPage:
    """Somebody's passkeys. `keeps_last` when the one there is stays, being the only way to sign in.

    `asks_password` when it was given too long ago to make or remove one; `is_full` when there is no room for another.
    """

    rows: tuple[PasskeyRow, ...] = ()
    asks_password: bool = True
    is_full: bool = False
    keeps_last: bool = False
