"""Where pages find the scripts that lie beside the components."""

import secrets
from pathlib import Path

FOLDER = Path(__file__).parent
PUBLIC = Path("external/myaccount/components")
LINKS = FOLDER.parents[1] / "assets" / PUBLIC


def script(name: str) -> str:
    """Link a script of this folder, or of one below it, to where the build takes it from; tell by what pages import it.

    Reflex's `asset` does that too, and to learn who asks it reads the source of every module on the way: with as many
    scripts as there are here, that was half of the time that a start took.
    Edges: several processes may do it at once. What is linked already needs no writable place.
    """
    link, source = LINKS / name, FOLDER / name
    if not (link.is_symlink() and link.readlink() == source):
        link.parent.mkdir(parents=True, exist_ok=True)
        fresh = link.with_name(f".{secrets.token_hex(8)}")
        fresh.symlink_to(source)
        fresh.replace(link)
    return f"$/public/{PUBLIC}/{name}"
