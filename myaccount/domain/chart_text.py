"""The simple formatting of chart entries: headings, lists and bold words, written as people write them in plain text.

A line that begins with "#" is a heading, one that begins with "-", "*" or "•" belongs to a list, one that begins with
"1." to a numbered list; **two stars** make words bold. Everything else is a paragraph, its line breaks kept.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

_HEADING = re.compile(r"#{1,3}\s+(.+)")
_ITEM = re.compile(r"[-*•–]\s+(.+)")
_STEP = re.compile(r"\d{1,3}[.)]\s+(.+)")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")


class BlockKind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    STEPS = "steps"
    DRAWING = "drawing"


@dataclass(frozen=True)
class Span:
    """Some words, bold or not."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a paragraph, an entry of a list, or a heading."""

    spans: list[Span]


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list, or a drawing, whose words are its path: `kind` is a `BlockKind`."""

    kind: str
    lines: list[Line]


def blocks(text: str) -> list[Block]:
    """Read a text into its blocks.

    Edges: a blank line ends a paragraph, but not a list; lists of two kinds that follow each other are two.
    """
    found: list[Block] = []
    ended = True
    for raw in text.splitlines():
        typed = raw.strip()
        if not typed:
            ended = True
            continue
        kind, said = _read(typed)
        joins = found and not ended and found[-1].kind == kind and kind is not BlockKind.HEADING
        if joins or (found and found[-1].kind == kind and kind in (BlockKind.LIST, BlockKind.STEPS)):
            found[-1].lines.append(Line(_spans(said)))
        else:
            found.append(Block(kind.value, [Line(_spans(said))]))
        ended = False
    return found


def plain(text: str) -> list[Block]:
    """Show a text as it is, in paragraphs: for files, where signs mean nothing."""
    parts = re.split(r"\n\s*\n", text.strip())
    return [
        Block(BlockKind.PARAGRAPH.value, [Line([Span(one)]) for one in part.splitlines()]) for part in parts if part
    ]


def kept(found: Sequence[Block]) -> str:
    """Write blocks down as they are, for what is no chart entry that somebody typed."""
    return json.dumps([asdict(one) for one in found], ensure_ascii=False)


def read_kept(text: str) -> list[Block]:
    """Read blocks that were written down."""
    return [
        Block(one["kind"], [Line([Span(**span) for span in line["spans"]]) for line in one["lines"]])
        for one in json.loads(text or "[]")
    ]


def _read(typed: str) -> tuple[BlockKind, str]:
    for pattern, kind in ((_HEADING, BlockKind.HEADING), (_ITEM, BlockKind.LIST), (_STEP, BlockKind.STEPS)):
        if found := pattern.fullmatch(typed):
            return kind, found[1]
    return BlockKind.PARAGRAPH, typed


def _spans(said: str) -> list[Span]:
    found: list[Span] = []
    end = 0
    for bold in _BOLD.finditer(said):
        if bold.start() > end:
            found.append(Span(said[end : bold.start()]))
        found.append(Span(bold[1], strong=True))
        end = bold.end()
    if end < len(said) or not found:
        found.append(Span(said[end:]))
    return found
