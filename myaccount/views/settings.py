"""What the settings page shows."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SettingsPage:
    """Every setting by its key: `switches` are on or off, `numbers` have a value, `choices` are one of several.

    `lists` are texts with an entry on each line, and `texts` a line each, an amount of money too.

    `touches` says in words what a setting is about at this moment; a setting without such words is not in it.
    """

    switches: Mapping[str, bool]
    numbers: Mapping[str, int]
    choices: Mapping[str, str]
    lists: Mapping[str, str]
    texts: Mapping[str, str]
    touches: Mapping[str, str]
