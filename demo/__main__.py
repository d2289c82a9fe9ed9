"""Start the demo: the stand-ins, the clinic around now, and the portal itself. Stop it with Ctrl-C."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from demo.mailbox import mailbox
from demo.people import PASSWORD
from demo.ports import is_busy
from demo.sign_in_stand_ins import StandIns, environment, sign_in_stand_ins
from demo.stripe_stand_in import PUBLISHABLE_KEY, SCRIPT, SECRET_KEY, WEBHOOK_SECRET, stripe_stand_in
from demo.texts import texts
from demo.video import video_rooms
from myaccount.build import BuildFailed, ensure_built

HOST = "127.0.0.1"
TIMEOUT = 10
SERVE = "from myaccount.cli import app; app()"


def main() -> int:
    """Run the demo until it is stopped; give back the exit code."""
    port = os.environ.get("PORT", "3000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        return _refuse(f"PORT={port} is not the number of a port.")
    if is_busy(HOST, int(port)):
        return _refuse(f"Port {port} is busy: stop what runs there, or choose another one, as in: make demo PORT=3001")
    folder = Path(os.environ.get("DEMO_DIR", "./data/demo")).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    try:
        box = folder / "mailbox"
        with (
            mailbox(box) as smtp,
            texts(box) as carrier,
            video_rooms() as video,
            stripe_stand_in(folder / "stripe", from_scratch=False) as stripe,
            sign_in_stand_ins() as providers,
        ):
            _set_up(folder, int(port), smtp, carrier, stripe, providers)
            return _run(folder, int(port), video)
    except KeyboardInterrupt:
        return 0
    except BuildFailed as error:
        return _refuse(f"The pages could not be built. The build said:\n{error}")


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _set_up(folder: Path, port: int, smtp: str, carrier: str, stripe: str, providers: StandIns) -> None:
    """Configure this process and its child: the demo knows no other setting than its own."""
    for name in [name for name in os.environ if name.startswith("MYACCOUNT_")]:
        del os.environ[name]
    os.environ |= {
        "MYACCOUNT_DATA_DIR": str(folder),
        "MYACCOUNT_BASE_URL": f"http://localhost:{port}",
        "MYACCOUNT_SMTP_URL": smtp,
        "MYACCOUNT_MAIL_FROM": "hello@cedar.test",
        "MYACCOUNT_TEXT_URL": carrier,
        "MYACCOUNT_TEXT_FROM": "+16045550100",
        "MYACCOUNT_DEMO_MAILBOX": str(folder / "mailbox"),
        "MYACCOUNT_STAFF_TWO_STEP": "optional",
        "MYACCOUNT_STRIPE_SECRET_KEY": SECRET_KEY,
        "MYACCOUNT_STRIPE_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
        "MYACCOUNT_STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "MYACCOUNT_STRIPE_API_BASE": stripe,
        "MYACCOUNT_STRIPE_JS_URL": f"/demo/stripe{SCRIPT}",
        "MYACCOUNT_DEMO_STRIPE": stripe,
        **environment(providers),
    }


def _run(folder: Path, port: int, video: str) -> int:
    from demo import scene  # only here: configuration is read once, after it was set up
    from myaccount.clock import now

    print("Building the pages, if they have changed; the first time takes a minute or two …", flush=True)
    ensure_built()
    scene.prepare(
        folder, video, f"http://{HOST}:{port}", now()
    )  # as late as can be: the grace of Alice's fresh visit begins here
    command = [sys.executable, "-c", SERVE, "run", "--host", HOST, "--port", str(port)]
    server = subprocess.Popen(command, start_new_session=True)
    try:
        if _answers(server, port):
            print(_welcome(port), flush=True)
        return server.wait()
    finally:
        _end(server)


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the portal answers; False when it has stopped instead."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5).close()
            return True
        except (urllib.error.URLError, OSError):
            try:
                server.wait(0.3)
            except subprocess.TimeoutExpired:
                continue
    return False


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the portal and whatever it has started."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, how)
            server.wait(TIMEOUT)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _welcome(port: int) -> str:
    return f"""
Cedar Heron Health is open.

  Patients   http://localhost:{port}
  Clinic     http://127.0.0.1:{port}/clinic
  Website    http://{HOST}:{port}/demo/site (the clinic's own, with booking in it)
  Mailbox    http://localhost:{port}/demo/mailbox

  Sign in as alice (a patient with every kind of visit), bob, camille (in French),
  dana (front desk), sam (practitioner) or robin (owner).
  The password of each is {PASSWORD}

Stop with Ctrl-C.
"""


if __name__ == "__main__":
    sys.exit(main())
