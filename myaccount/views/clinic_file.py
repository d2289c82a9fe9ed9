"""What is told of an import: what it brought, what it left as it was, and what is wrong with a file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a clinic file: where, as a JSON path, and a plain sentence."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


@dataclass(frozen=True)
class Count:
    """How many things of a kind the file brought: new ones, changed ones, and those that were the same."""

    kind: str
    added: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or, when rehearsed, would do.

    `kept` are the JSON paths of fields that somebody changed in the portal since the last import.
    """

    clinic: str
    rehearsed: bool
    counts: tuple[Count, ...]
    kept: tuple[str, ...]
