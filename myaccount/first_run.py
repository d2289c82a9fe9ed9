"""The first run of a real deployment: a question at a time, each answer tried at once, and all of it kept in one file.

The file holds `MYACCOUNT_*` variables, readable by its owner only; systemd and `podman --env-file` read it as it is.
"""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import typer

from myaccount import config as configuration
from myaccount.config import BadConfiguration
from myaccount.domain import processor_keys, zones
from myaccount.integrations.mail.answers import why_silent
from myaccount.integrations.stripe.gateway import ProcessorFault
from myaccount.messages import LANGUAGES, say
from myaccount.services.paying import processor
from myaccount.services.paying.processor import Keys

Answers = dict[str, str]
_PLAIN = re.compile(r"[\w./:@%+,=?-]*", re.ASCII)
"""What shells, systemd and podman all read as it is written. In an address anything else has a %XX of its own."""


def ask(file: Path) -> Answers:
    """Ask for the deployment's settings, and write the file. What it held before is offered again."""
    before = _read(file)
    answers = {"MYACCOUNT_SECRET_KEY": before.get("MYACCOUNT_SECRET_KEY") or secrets.token_urlsafe(48)}
    for question in (_address, _database, _mail, _cards):
        question(answers, before)
    _write(file, answers)
    return answers


def make_clinic(answers: Mapping[str, str]) -> None:
    """Ask for the first clinic and its owner, until there is one; print the link with which the owner signs up."""
    done = False
    while not done:
        words = [word for option, text, default in CLINIC for word in (option, typer.prompt(text, default=default))]
        words += ["--time-zone", _zone()]
        command = [sys.executable, "-m", "myaccount", "create-clinic", *words]
        done = subprocess.run(command, env=os.environ | dict(answers), check=False).returncode == 0


CLINIC = (
    ("--name", "The clinic's name", None),
    ("--slug", "A short name for addresses, such as cedar", None),
    ("--country", "Country (CA or US)", "CA"),
    ("--language", f"Language ({' or '.join(LANGUAGES)})", LANGUAGES[0]),
    ("--phone", "Phone", None),
    ("--owner-first-name", "The owner's first name", None),
    ("--owner-last-name", "The owner's last name", None),
    ("--owner-email", "The owner's email address", None),
)


def _address(answers: Answers, before: Answers) -> None:
    """Ask where the portal is. Further clinics answer below that host, unless the file named another domain before."""
    _until_well(
        answers, {"MYACCOUNT_BASE_URL": "Where patients reach the portal, such as https://portal.example"}, before
    )
    host = urlsplit(answers["MYACCOUNT_BASE_URL"]).hostname or ""
    answers["MYACCOUNT_DOMAIN"] = before.get("MYACCOUNT_DOMAIN") or host


def _database(answers: Answers, before: Answers) -> None:
    asked = {
        "MYACCOUNT_DATA_DIR": "Folder for data, outside the program's own",
        "MYACCOUNT_DATABASE_URL": "PostgreSQL address, postgresql://…; blank for SQLite in that folder",
    }
    _until_well(answers, asked, {"MYACCOUNT_DATA_DIR": "/var/lib/myaccount"} | before)


def _mail(answers: Answers, before: Answers) -> None:
    asked = {
        "MYACCOUNT_SMTP_URL": "Mail server, such as smtp://user:password@mail.example:587",
        "MYACCOUNT_MAIL_FROM": "The address that mail comes from",
    }
    _until_well(answers, asked, before, lambda: why_silent(answers["MYACCOUNT_SMTP_URL"]))


def _cards(answers: Answers, before: Answers) -> None:
    if not typer.confirm("Take cards with Stripe? A clinic may also set this up later, in Settings", default=False):
        return
    asked = {
        "MYACCOUNT_STRIPE_PUBLISHABLE_KEY": "Stripe's publishable key, pk_…",
        "MYACCOUNT_STRIPE_SECRET_KEY": "Stripe's secret key, sk_…",
        "MYACCOUNT_STRIPE_WEBHOOK_SECRET": "The webhook's signing secret, whsec_…; blank for none",
    }
    _until_well(answers, asked, before, lambda: _refused_by_stripe(answers))


def _until_well(
    answers: Answers, asked: Mapping[str, str], before: Answers, why_not: Callable[[], str] = lambda: ""
) -> None:
    """Ask a group of questions until the configuration takes the answers and whoever they lead to does, too."""
    given = dict(before)
    while True:
        for name, text in asked.items():
            is_secret = "SECRET" in name
            known = given.get(name, "")
            given[name] = typer.prompt(text, default=known, hide_input=is_secret, show_default=not is_secret)
        answers |= {name: given[name].strip() for name in asked}
        reason = _odd(answers) or _misfit(answers) or why_not()
        if not reason:
            return
        typer.echo(f"  {reason}", err=True)


def _odd(answers: Answers) -> str:
    """Refuse what a shell that reads the file would take for something else."""
    odd = {sign for answer in answers.values() for sign in _PLAIN.sub("", answer)}
    signs = ", ".join("a space" if sign.isspace() else sign for sign in sorted(odd))
    return f"These cannot stand in the file: {signs}. In an address, write %XX instead (& is %26)." if odd else ""


def _misfit(answers: Answers) -> str:
    try:
        configuration.read({name: answer for name, answer in answers.items() if answer})
    except BadConfiguration as error:
        return str(error)
    return ""


def _refused_by_stripe(answers: Answers) -> str:
    form = {
        box: answers[f"MYACCOUNT_STRIPE_{box.upper()}"] for box in ("publishable_key", "secret_key", "webhook_secret")
    }
    typed, problems = processor_keys.read(form, has_secret=False)
    if problems:
        return " ".join(say(key, "en") for key in problems.values())
    try:
        processor.open_gateway(Keys(typed.publishable_key, typed.secret_key, typed.webhook_secret)).check()
    except ProcessorFault as fault:
        return f"Stripe does not take these keys: {type(fault).__name__} {fault.code}"
    return ""


def _zone() -> str:
    known = zones.names()
    while (found := typer.prompt("Time zone, such as America/Toronto")) not in known:
        typer.echo(f"  {found} is not a time zone that is offered. They are named like America/Vancouver.", err=True)
    return str(found)


def _read(file: Path) -> Answers:
    if not file.exists():
        return {}
    lines = (line.partition("=") for line in file.read_text().splitlines() if line.startswith(configuration.PREFIX))
    return {name: value for name, _, value in lines}


def _write(file: Path, answers: Answers) -> None:
    draft = file.with_name(f"{file.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.writelines(f"{name}={answer}\n" for name, answer in answers.items() if answer)
    draft.replace(file)
