"""Three-way merge of a form: what the person changed in it, beside what others changed meanwhile.

Each box sends what it says and, under its name with `_was`, what it said when the person began. See
docs/adr/0006-what-was-changed-in-a-profile-stands-beside-the-trail.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from myaccount.domain.contact import MergeOutcome, merge_outcome, tidy
from myaccount.domain.parsing import FieldError
from myaccount.domain.refusals import NotFound
from myaccount.messages import Language, say

SEEN_SUFFIX = "_was"


@dataclass(frozen=True)
class Merged:
    """Every box as it is to be, and whether somebody else changed the same one to something else."""

    values: Mapping[str, str]
    clashed: bool


def merge(form: Mapping[str, str], now: Mapping[str, str]) -> Merged:
    """Lay what somebody typed over what is kept now.

    Edges: a box that the form leaves out, or that says what it said at first, stays as it is by now.
    Raises: NotFound for a box that there is not.
    """
    if not {name.removesuffix(SEEN_SUFFIX) for name in form} <= now.keys():
        raise NotFound()
    judged = {
        name: merge_outcome(tidy(form[name]), tidy(form.get(name + SEEN_SUFFIX, current)), tidy(current))
        for name, current in now.items()
        if name in form
    }
    mine = {name: form[name] for name, found in judged.items() if found is MergeOutcome.WRITE}
    return Merged({**now, **mine}, MergeOutcome.CLASH in judged.values())


def current_values(form: Mapping[str, str]) -> dict[str, str]:
    """Take what the boxes say now, without what they said at first."""
    return {name: text for name, text in form.items() if not name.endswith(SEEN_SUFFIX)}


def word_problems(problems: Mapping[str, FieldError], lang: Language) -> dict[str, str]:
    """Say what is wrong with each box."""
    return {name: say(wrong.key, lang, **wrong.facts) for name, wrong in problems.items()}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """List what differs, with before and after."""
    return {name: (before[name], value) for name, value in after.items() if before[name] != value}


def audit_facts(changes: Mapping[str, tuple[Any, Any]], codes: frozenset[str]) -> dict[str, Any]:
    """Spell out changes for the audit trail: every field by its name, and before and after of numbers and codes."""
    facts: dict[str, Any] = {"fields": ",".join(sorted(changes))}
    for name in sorted(changes.keys() & codes):
        facts[f"{name}_before"], facts[f"{name}_after"] = changes[name]
    return facts
