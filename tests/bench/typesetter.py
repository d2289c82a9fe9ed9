"""A typesetter that is measured beside our printing: typst, in a process of its own, with the words of our receipts."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from shutil import which
from urllib.parse import unquote

from myaccount.domain.colours import theme
from myaccount.press import engine
from myaccount.press.codes import qr
from myaccount.views.papers import ReceiptPaper
from tests.bench import peers

SCRIPT = peers.HERE / "typeset/press.py"
FONTS = Path(engine.__file__).parent / "fonts"
Typesetter = Callable[[ReceiptPaper], int]


@contextmanager
def typesetter() -> Iterator[Typesetter | None]:
    """Give what sets a receipt as PDF and tells its size in bytes; nothing where typst cannot be had."""
    if not which("uv"):
        yield None
        return
    command, pipe = peers.command(SCRIPT, str(FONTS)), subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as press:
        yield _setting(press) if press.stdout and press.stdout.readline() else None


def _setting(press: "subprocess.Popen[str]") -> Typesetter:
    words, sizes = press.stdin, press.stdout
    assert words and sizes

    def set_receipt(paper: ReceiptPaper) -> int:
        print(_facts(paper), file=words, flush=True)
        return int(sizes.readline())

    return set_receipt


def _facts(paper: ReceiptPaper) -> str:
    """Tell what stands on a receipt, with its colour and its code drawn."""
    accent, drawn = theme(paper.issuer.color).light.accent_strong, unquote(qr(paper.proof.url).partition(",")[2])
    return json.dumps(asdict(paper) | {"accent": accent, "qr": drawn})
