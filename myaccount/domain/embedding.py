"""The link and the lines of HTML by which a clinic puts online booking on its website."""

from collections.abc import Mapping
from enum import StrEnum
from html import escape
from urllib.parse import urlencode

PARTS = ("treatment", "staff", "location", "language")
"""What a link or a frame can ask for, in the order in which it is written."""


class Shape(StrEnum):
    """How online booking stands on a website."""

    INLINE = "inline"
    BUTTON = "button"


def link(base: str, asked: Mapping[str, str]) -> str:
    """Write the address of the booking page with what is to be chosen there. The language is the browser's."""
    query = urlencode({part: asked[part] for part in PARTS[:3] if asked.get(part)})
    return f"{base}/book" + (f"?{query}" if query else "")


def snippet(base: str, asked: Mapping[str, str], shape: Shape, label: str) -> str:
    """Write the HTML: a script in the place of the frame, or a link that the script makes a button of."""
    data = "".join(f' data-{part}="{escape(asked[part])}"' for part in PARTS if asked.get(part))
    source = escape(f"{base}/embed.js")
    if shape is Shape.INLINE:
        return f'<script src="{source}" data-inline{data} async></script>'
    anchor = f'<a href="{escape(link(base, asked))}" data-myaccount-book{data}>{escape(label)}</a>'
    return f'{anchor}\n<script src="{source}" async></script>'
