"""What a PDF says, and how it is built."""

import io
import subprocess
from collections import Counter
from collections.abc import Iterator

import pikepdf


def text(pdf: bytes) -> str:
    """Read a PDF as somebody who copies its text would."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def tags(pdf: bytes) -> Counter[str]:
    """Count the kinds of structure elements: what a screen reader goes by."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return Counter(str(one.S) for one in _elements(opened.Root.StructTreeRoot.K))


def alternatives(pdf: bytes) -> list[str]:
    """List what stands for each picture."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [str(one.Alt) for one in _elements(opened.Root.StructTreeRoot.K) if str(one.S) == "/Figure"]


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from _elements(node.K)
