"""What a file really is: its content is held to its name, and pictures are drawn anew, without what else they carried.

Nothing here trusts what a browser says of a file. A type is known by the first bytes that its standard prescribes.
"""

import codecs
import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import IO

from PIL import Image, ImageFile, ImageOps

from myaccount.config import config
from myaccount.domain.documents import (
    HEIC,
    JPEG,
    PDF,
    PNG,
    TEXT,
    WEBP,
    WORD,
    FileMismatch,
    FileTooLarge,
    FileType,
    HeicRefused,
)
from myaccount.integrations import heic
from myaccount.store.files import PIECE

MOST_PIXELS = 50_000_000
"""How large a picture may be drawn: those of today's phones fit, one that would fill the memory does not."""

TAIL = 2048
MOST_PARTS = 2000
MOST_UNPACKED = 500 * 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SIZE = re.compile(rb"\x00\x00\x00\x14ispe")
HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"heim", b"heis")
_ACTIVE = re.compile(r"vbaproject|activex|\.(exe|dll|js|vbs|bat|cmd|scr|jar|hta|ps1)$", re.IGNORECASE)

DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error, IndexError, KeyError, TypeError,
    AttributeError, ZeroDivisionError, NotImplementedError, Image.DecompressionBombError, zipfile.BadZipFile,
)  # fmt: skip
"""What the readers of pictures and packages raise when they stumble over what is none."""

Check = Callable[[IO[bytes]], None]


def check(file: IO[bytes], kind: FileType) -> bytes | None:
    """Hold a file to the type that it says it is of; of a picture give back the one to keep in its place.

    Raises: FileMismatch · FileTooLarge for a picture of more than fifty million points · HeicRefused.
    """
    try:
        if kind in FORMATS:
            return _redrawn(file, kind)
        if kind is HEIC:
            return _from_telephone(file)
        CHECKS[kind](file)
    except DAMAGED as error:
        raise FileMismatch() from error
    return None


def _pdf(file: IO[bytes]) -> None:
    """Source: ISO 32000-2, 7.5.2 and 7.5.5: the header begins the file, and %%EOF ends it."""
    head = file.read(5)
    file.seek(max(file.seek(0, io.SEEK_END) - TAIL, 0))
    if head != b"%PDF-" or b"%%EOF" not in file.read():
        raise FileMismatch()


def _text(file: IO[bytes]) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    while piece := file.read(PIECE):
        if _CONTROL.search(decoder.decode(piece)):
            raise FileMismatch()
    decoder.decode(b"", final=True)


def _word(file: IO[bytes]) -> None:
    """Look through the list of what is packed, without unpacking anything. Source: ISO/IEC 29500-2."""
    with zipfile.ZipFile(file) as package:
        parts = package.infolist()
    names = {part.filename for part in parts}
    is_whole = {"[Content_Types].xml", "word/document.xml"} <= names
    is_bomb = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
    if not is_whole or is_bomb or any(_ACTIVE.search(name) or ".." in name.split("/") for name in names):
        raise FileMismatch()


def _from_telephone(file: IO[bytes]) -> bytes:
    """Draw a HEIC photo anew as a JPEG. It is measured before anything is drawn.

    Edges: which way up it is, it says itself; what the camera wrote of that beside it does not count.
    Source: ISO/IEC 23008-12, 6.5.3 (ispe) and A.2.1.
    """
    photo = file.read()
    if photo[4:8] != b"ftyp" or photo[8:12] not in HEIC_BRANDS:
        raise FileMismatch()
    sizes = [struct.unpack_from("!4xLL", photo, one.end()) for one in _SIZE.finditer(photo)]
    if not sizes:
        raise FileMismatch()
    if max(width * height for width, height in sizes) > MOST_PIXELS:
        raise FileTooLarge()
    try:
        drawn = heic.to_jpeg(config().heic_converter, photo)
    except heic.NoProgram as error:
        raise HeicRefused() from error
    except heic.NotDrawn as error:
        raise FileMismatch() from error
    return _redrawn(io.BytesIO(drawn), JPEG, is_upright=True)


def _redrawn(file: IO[bytes], kind: FileType, *, is_upright: bool = False) -> bytes:
    """Draw a picture anew: where it was taken, and whatever else was in the file, is gone."""
    name = FORMATS[kind]
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the press turns it on, for the whole of a process
    with Image.open(file, formats=[name]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise FileTooLarge()
        upright = picture if is_upright else ImageOps.exif_transpose(picture)
        bare = upright.convert(_mode(upright, kind))
    bare.info.clear()
    drawn = io.BytesIO()
    bare.save(drawn, name, **({} if kind is PNG else {"quality": 90}), exif=b"")
    return drawn.getvalue()


def small_png(file: IO[bytes], box: tuple[int, int]) -> tuple[bytes, int, int]:
    """Draw a picture, which `check` has given back, as a PNG that fits into a box; tell how wide and high it was."""
    with Image.open(file, formats=list(FORMATS.values())) as picture:
        small, (width, height) = picture.convert("RGBA"), picture.size
    small.thumbnail(box, Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    small.save(drawn, "PNG", optimize=True)
    return drawn.getvalue(), width, height


def _mode(picture: Image.Image, kind: FileType) -> str:
    if picture.mode in ("1", "L"):
        return "L"
    return "RGBA" if kind is not JPEG and picture.has_transparency_data else "RGB"


FORMATS: Mapping[FileType, str] = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
CHECKS: Mapping[FileType, Check] = {PDF: _pdf, TEXT: _text, WORD: _word}
