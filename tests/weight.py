"""How much JavaScript each page of the built front end loads, as a browser gets it: gzip, kilobytes of 1,000 bytes.

`python -m tests.weight` prints it. Source: the manifest by which React Router tells the browser what a page needs.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from myaccount import build

CLIENT = build.WEB / "build/client"


@dataclass(frozen=True)
class Page:
    """A page by its address, and the files that it loads besides those that every page does."""

    path: str
    files: frozenset[str]

    @property
    def weight(self) -> float:
        """How many kilobytes that is."""
        return weight_of(self.files)

    def holds(self, word: str) -> bool:
        """Tell whether its code names something of the browser's, which no minifier may rename."""
        return any(word in (CLIENT / file).read_text() for file in self.files)


def frame() -> frozenset[str]:
    """Name the files that every page loads: React, Reflex, the socket and what all States begin with."""
    manifest = _manifest()
    return _files(manifest["entry"]) | _files(manifest["routes"]["root"])


def pages() -> Iterator[Page]:
    """Give every page, in the order of their addresses."""
    found = [one for name, one in _manifest()["routes"].items() if name != "root"]
    for route in sorted(found, key=lambda one: str(one["path"])):
        yield Page(f"/{route['path']}", _files(route) - frame())


def weight_of(files: frozenset[str]) -> float:
    """Tell how many kilobytes some files are together."""
    return sum(_weight(file) for file in files) / 1000


def main() -> None:
    """Print the table."""
    build.ensure_built()
    shared = weight_of(frame())
    print(f"{'every page':36}{shared:8.1f} KB")
    for page in pages():
        print(f"{page.path:36}{page.weight:8.1f} KB{shared + page.weight:10.1f} KB in all")


@cache
def _weight(file: str) -> int:
    return len(gzip.compress((CLIENT / file).read_bytes(), mtime=0))


@cache
def _manifest() -> dict[str, Any]:
    """Read what the build has written for the browser: a script that sets one object."""
    [script] = (CLIENT / "assets").glob("manifest-*.js")
    text = script.read_text()
    found: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return found


def _files(part: dict[str, Any]) -> frozenset[str]:
    return frozenset(file.removeprefix("/") for file in (part["module"], *part["imports"]))


if __name__ == "__main__":
    main()
