"""A stand-in for Stripe: localstripe, as a process of its own that listens on the loopback only.

Run as a program it is that process, given a socket that is open already; the file it keeps is a private one.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
SECRET_KEY, PUBLISHABLE_KEY = "sk_test_stand_in_for_stripe", "pk_test_stand_in_for_stripe"
WEBHOOK_SECRET = "whsec_stand_in_for_stripe"
SCRIPT = "/js.stripe.com/v3/"
KEPT = "/tmp/localstripe.pickle"  # noqa: S108  (the name that localstripe has built in; opened elsewhere below)
TIMEOUT = 10


@contextmanager
def stripe_stand_in(folder: Path, *, from_scratch: bool = True) -> Iterator[str]:
    """Run the stand-in while the block runs; give its address, "http://127.0.0.1:40126"."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with socket.create_server((HOST, 0)) as door:
        door.set_inheritable(True)
        address = f"http://{HOST}:{door.getsockname()[1]}"
        command = [sys.executable, __file__, str(door.fileno()), str(folder / "stripe.pickle"), str(int(from_scratch))]
        with (folder / "stripe.log").open("wb") as log:
            process = subprocess.Popen(
                command, pass_fds=[door.fileno()], stdout=log, stderr=log, start_new_session=True
            )
    try:
        yield address
    finally:
        process.terminate()
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()


def _serve(door: int, kept: str, from_scratch: bool) -> None:
    """Serve on an open socket; what it keeps lies where it is told to."""
    from aiohttp import web
    from localstripe import resources, server

    def open_kept(file: Any, *more: Any, **named: Any) -> Any:
        return Path(kept if file == KEPT else file).open(*more, **named)

    resources.open = open_kept  # type: ignore[attr-defined]
    server.get_post_data = _in_its_words(server.get_post_data)
    server.app.router.add_get("/v1/disputes", _nothing)
    server.app.middlewares.append(_with_codes())
    if not from_scratch:
        resources.store.try_load_from_disk()
    web.run_app(server.app, sock=socket.socket(fileno=door), print=None, access_log=None)


async def _nothing(_request: Any) -> Any:
    """List no disputes: nobody's bank takes money back in a demo."""
    from aiohttp import web

    return web.json_response({"object": "list", "data": [], "has_more": False, "url": "/v1/disputes"})


def _with_codes() -> Any:
    """Name in the script why a card was not set up: what its bank could not confirm has a code of its own."""
    from aiohttp import web

    bare = "return {error: {message:\n              'The latest attempt to set up"

    @web.middleware
    async def name_them(request: Any, handler: Any) -> Any:
        answer = await handler(request)
        if request.path == SCRIPT:
            coded = bare.replace("{message:", "{code: 'setup_intent_authentication_failure', message:")
            answer.text = answer.text.replace(bare, coded)
        return answer

    return name_them


def _in_its_words(read: Any) -> Any:
    """Say what today's API names in the words of the older one that the stand-in speaks."""

    async def read_older(request: Any, *more: Any, **named: Any) -> Any:
        said = await read(request, *more, **named)
        if said and "allowed_payment_method_types" in said:
            said["payment_method_types"] = said.pop("allowed_payment_method_types")
        if said and request.path.startswith("/v1/payment_intents"):
            said.pop("use_stripe_sdk", None)
        return said

    return read_older


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2], sys.argv[3] == "1")
