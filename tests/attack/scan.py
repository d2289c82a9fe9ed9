"""Let sqlmap and wapiti loose on a portal that is served for it, on this machine only: as a stranger, and as Alice.

`scripts/scan.sh` installs both and runs this. Both are programs of their own; nothing of them is imported. What they
wrote is kept in a folder, and what they found is printed; finding anything is a failure.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from tests.attack.world import Person, sign_in
from tests.portal import Clinic, served

SECONDS = 80
"""How long one run of one program may take. There are two of sqlmap and two of wapiti."""
INJECTED = re.compile(r"is vulnerable|appears to be .*injectable|identified the following injection", re.IGNORECASE)
TRIED = re.compile(r"testing if .* parameter '([^']+)' is dynamic|testing for SQL injection on .* parameter '([^']+)'")
MODULES = "crlf,csp,cookieflags,csrf,exec,file,http_headers,methods,permanentxss,redirect,sql,xss,shellshock"
"""Those that ask a server elsewhere what reached it are left out: nothing leaves this machine."""
NOWHERE = {"https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
"""What a scanner would fetch for itself from elsewhere goes to a port of this machine where nobody answers."""
EXPECTED = {
    "X-XSS-Protection is not set": "browsers have dropped it; the content policy does its work",
    "Strict-Transport-Security is not set": "the scan speaks plain http, on this machine; over https it is sent",
    "Secure flag is not set in the cookie": "likewise: over https the cookies are secure and bound to their host",
}
"""What is said of every portal that is served without TLS, and why it is no finding."""
FORMS = (
    ("/sign-in", "username=alice&password=x&next=/account"),
    ("/forgot", "contact=moreau@mail.test"),
)
ADDRESSES = ("/verify?code=AAAA", "/sign-in?next=/account", "/book?location=main&treatment=physio&staff=sam")
OWN_FORMS = (
    ("/account/password", "current=x&password=a+quiet+river"),
    ("/account/sessions", "current=x&which=x"),
    ("/account/data", "current=x"),
)


def main() -> None:
    """Scan, and tell what was found."""
    kept = Path(sys.argv[1] if len(sys.argv) > 1 else "dist/scan").resolve()
    kept.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="myaccount-scan-") as folder,
        served(Path(folder), module="tests.attack.unlimited") as portal,
    ):
        clinic = portal.clinic()
        clinic.book("far", "today+5d 14:00")
        found = [*_scanned(clinic, kept)]
        (kept / "server.log").write_text(portal.log())
        faults = [line for line in portal.log().splitlines() if "error" in line.lower() or "Traceback" in line]
    found += [f"the portal wrote down a fault: {line[:300]}" for line in faults]
    print("\n".join(found) or "nothing was found")
    sys.exit(bool(found))


def _scanned(clinic: Clinic, kept: Path) -> Iterator[str]:
    for somebody in (Person(clinic), sign_in(clinic, "alice")):
        name = "alice" if somebody.cookie else "stranger"
        yield from _sqlmap(somebody, kept, name)
        yield from _wapiti(somebody, kept, name)


def _address(somebody: Person) -> str:
    """Name the only clinic of a portal by the machine: scanners look up no name below localhost."""
    return f"http://localhost:{somebody.port}"


def _sqlmap(somebody: Person, kept: Path, name: str) -> Iterator[str]:
    """Try every field of the forms and of the addresses that are asked with something."""
    url = _address(somebody)
    asked = [(path, "") for path in ADDRESSES] + [*(OWN_FORMS if somebody.cookie else FORMS)]
    log = kept / f"sqlmap-{name}.txt"
    with log.open("w") as output:
        for path, fields in asked:
            words = [
                "sqlmap", "-u", url + path, "--batch", "--flush-session", "--level=1", "--risk=1",
                "--technique=BEU", "--ignore-redirects", "--disable-coloring", "--ignore-code=*",
                f"--headers=Origin: {url}",
                f"--output-dir={kept / 'sqlmap'}", *([f"--data={fields}"] if fields else []),
                *([f"--cookie={somebody.cookie}"] if somebody.cookie else []),
            ]  # fmt: skip
            _run(words, output, SECONDS // len(asked))
    text = log.read_text()
    tried = {one or other for one, other in TRIED.findall(text)}
    print(f"sqlmap as {name}: {len(tried)} fields", flush=True)
    if not tried:
        yield f"sqlmap as {name}: it tried nothing"
    yield from (f"sqlmap as {name}: {line}" for line in text.splitlines() if INJECTED.search(line))


def _wapiti(somebody: Person, kept: Path, name: str) -> Iterator[str]:
    """Let it follow what the pages link to, and attack what it finds."""
    url, report = _address(somebody), kept / f"wapiti-{name}.json"
    starts = [
        "/sign-in",
        "/forgot",
        "/book",
        "/verify",
        *(["/account", "/account/password"] if somebody.cookie else []),
    ]
    words = [
        "wapiti", "-u", f"{url}/", *(word for path in starts for word in ("-s", url + path)), "--scope", "folder",
        "--flush-session", "--no-bugreport", "-m", MODULES, "-l", "1", "--max-scan-time", str(SECONDS // 3),
        "--max-attack-time", str(max(4, SECONDS // 15)), "-d", "4", "-f", "json", "-o", str(report),
        "--store-session", str(kept / "wapiti"), "-v", "0",
        *(["-H", f"Cookie: {somebody.cookie}"] if somebody.cookie else []),
    ]  # fmt: skip
    with (kept / f"wapiti-{name}.txt").open("w") as output:
        _run(words, output, 2 * SECONDS)
    if not report.exists():
        yield f"wapiti as {name}: it wrote no report"
        return
    told = json.loads(report.read_text())
    found = sum(len(cases) for kind in ("vulnerabilities", "anomalies") for cases in told[kind].values())
    print(f"wapiti as {name}: {found} remarks", flush=True)
    for kind in ("vulnerabilities", "anomalies"):
        for what, cases in told[kind].items():
            for case in cases:
                where = f"{case['method']} {case['path']} {case['parameter'] or ''}"
                if not any(case["info"].startswith(one) for one in EXPECTED):
                    yield f"wapiti as {name}: {what}: {where} {case['info']}"


def _run(words: list[str], output: TextIO, seconds: int) -> None:
    """Run a program, and end it when its time is over."""
    try:
        subprocess.run(
            words,
            env=os.environ | NOWHERE,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        print(f"{words[0]} was stopped after {seconds} s", flush=True)


if __name__ == "__main__":
    main()
