"""The clinic's logo: which pictures are taken, and how large one is kept."""

from myaccount.domain.documents import JPEG, PNG, WEBP, FileKindRefused, FileType, named_type
from myaccount.domain.refusals import Refused

AT_MOST = 5 * 1024 * 1024
"""How many bytes the picture may have that is sent."""

BOX = (640, 240)
"""How large it is kept, in points: enough for a sharp line on paper."""

WIDE = 2
"""From which width to height on a logo counts as a wordmark, beside which the name is not written again."""

KINDS = (PNG, JPEG, WEBP)
ACCEPTED = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)
"""What a browser's file dialog offers."""


class LogoKindRefused(Refused):
    """A file that is no picture of a kind that is taken as a logo."""

    code = "logo_kind"


class LogoTooLarge(Refused):
    """A picture of more than 5 MB."""

    code = "logo_too_large"


def kind_of(file_name: str) -> FileType:
    """Tell by its name which kind of picture a file says it is. Raises: LogoKindRefused."""
    try:
        kind = named_type(file_name)
    except FileKindRefused as error:
        raise LogoKindRefused() from error
    if kind not in KINDS:
        raise LogoKindRefused()
    return kind


def is_wide(width: int, height: int) -> bool:
    """Tell whether a logo is a wordmark. Edges: twice as wide as high is."""
    return width >= WIDE * height
