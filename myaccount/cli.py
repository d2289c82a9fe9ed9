"""The command line. A command is thin: it migrates, runs one use case, and prints what that gives back."""

import asyncio
import json
import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import OperationalError
from typer.core import TyperGroup

from myaccount import first_run, logs
from myaccount.build import BuildFailed, ensure_built
from myaccount.clock import now
from myaccount.config import BadConfiguration, config
from myaccount.domain.refusals import Refused
from myaccount.integrations.stripe.gateway import ProcessorFault
from myaccount.messages import LANGUAGES, say
from myaccount.services import clinic_file
from myaccount.services.clinic_file import BadClinicFile
from myaccount.services.my_data import archive
from myaccount.services.operation import clock_changes, operator, self_check, starting
from myaccount.services.trail import proof
from myaccount.store import backup as backups
from myaccount.store import migrate as migrations
from myaccount.store.backup import BadBackup
from myaccount.store.engine import Database, database
from myaccount.views.clinic_file import ImportReport

PROBLEMS_SHOWN = 50


class Edge(TyperGroup):
    """Where commands end: a refusal is told in words and exits with 1; anything else is a bug, and is seen."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (
            Refused,
            BadBackup,
            BadClinicFile,
            BadConfiguration,
            BuildFailed,
            OperationalError,
            OSError,
            ProcessorFault,
        ) as error:
            for line in _told(error):
                typer.echo(line, err=True)
            raise typer.Exit(1) from error


app = typer.Typer(cls=Edge, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Clinic = Annotated[str, typer.Option("--clinic", metavar="SLUG", help="The clinic's slug.")]
Patient = Annotated[str, typer.Option("--patient", metavar="ID", help="The id in the clinic file, or the username.")]
Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a .tar.gz.")]
Known = Annotated[Path | None, typer.Option("--backup", metavar="FILE", help="One that the trail must still hold.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="The new file, a .zip.")]
Closed = Annotated[bool | None, typer.Option("--disable/--enable", help="Close it, or open it again.")]
File = Annotated[Path | None, typer.Argument(metavar="FILE", help="The clinic file.")]


@app.command()
def run(host: str = "127.0.0.1", port: int = 3000, workers: Annotated[int, typer.Option(min=1)] = 1) -> None:
    """Serve the portal on one port. Several workers need Redis."""
    from myaccount import serve  # only here: it brings the whole of the portal with it

    serve.run(host, port, workers)


@app.command()
def build() -> None:
    """Build the pages ahead of time: for an image, or for a place that the portal may not write to."""
    typer.echo("Built." if ensure_built() else "There is nothing to build: the pages are those of this version.")


@app.command()
def migrate() -> None:
    """Bring the database to the form that this version works with, and its times to the zone data in use."""
    _follow_clocks(_database())


@app.command("import")
def import_(file: File = None, dry_run: bool = False, schema: bool = False) -> None:
    """Load a clinic file: all of it or nothing. With --schema, print the JSON Schema of such files instead."""
    if schema:
        typer.echo(json.dumps(clinic_file.json_schema(), indent=2))
    elif file is None:
        raise typer.BadParameter("name the clinic file to import, or ask for its --schema")
    else:
        _report(_rehearsed(file) if dry_run else _imported(file))


@app.command()
def setup(file: Annotated[Path, typer.Option("--env-file", help="Where the answers are kept.")]) -> None:
    """Set up a real deployment: ask for its settings, try each, keep them in a file, and make the first clinic."""
    answers = first_run.ask(file)
    typer.echo(f"Kept in {file}, which only its owner may read. Keep a copy of it in another place: it holds the key.")
    first_run.make_clinic(answers)


@app.command()
def create_clinic(
    slug: Annotated[str, typer.Option()],
    name: Annotated[str, typer.Option()],
    owner_email: Annotated[str, typer.Option()],
    time_zone: Annotated[str, typer.Option(help="For example America/Toronto.")],
    owner_first_name: str = "Owner",
    owner_last_name: str = "",
    country: Annotated[str, typer.Option(help="CA or US.")] = "CA",
    language: Annotated[str, typer.Option(help=f"{' or '.join(LANGUAGES)}.")] = "en",
    phone: str = "",
    email: Annotated[str, typer.Option(help="The clinic's own address; the owner's when left out.")] = "",
) -> None:
    """Make a clinic and its owner, and print the link with which the owner signs up."""
    wanted = operator.NewClinic(
        slug, name, country, time_zone, language, phone, email, owner_first_name, owner_last_name, owner_email
    )
    typer.echo(_database().write(operator.create_clinic, wanted, now()))


@app.command()
def invite(clinic: Clinic, patient: Patient) -> None:
    """Send somebody the Welcome e-mail, and print its link."""
    typer.echo(_database().write(operator.invite, clinic, patient, now()))


@app.command()
def sessions(clinic: Clinic, patient: Patient, end_all: bool = False) -> None:
    """List somebody's sign-ins; with --end-all, end every one of them."""
    if end_all:
        typer.echo(f"Ended: {_database().write(operator.end_sessions, clinic, patient, now())}")
        return
    for line in _database().read(operator.list_sessions, clinic, patient):
        where = " · ".join(filter(None, (line.how, line.browser, line.operating_system, line.address)))
        typer.echo(f"{line.status} · signed in {line.signed_in} · last used {line.last_used} UTC · {where}")


@app.command()
def account(clinic: Clinic, patient: Patient, disable: Closed = None) -> None:
    """Tell whether somebody can sign in; with --disable, close their account, and with --enable, open it again."""
    if disable is None:
        since = _database().read(operator.account_line, clinic, patient)
        typer.echo(f"Disabled since {since} UTC." if since else "Open.")
    elif disable:
        ended = _database().write(operator.disable, clinic, patient, now())
        typer.echo("It is disabled already." if ended is None else f"Disabled. Sign-ins ended: {ended}")
    else:
        done = _database().write(operator.enable, clinic, patient, now())
        typer.echo("Open again, with the password it had." if done else "It is open already.")


@app.command()
def export(clinic: Clinic, patient: Patient, out: Out = Path("my-data.zip")) -> None:
    """Write a copy of everything that is held of somebody, as they would get it themselves, into a new file."""
    ctx = _database().write(operator.exported, clinic, patient, now())
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        asyncio.run(archive.write(ctx, file))
    typer.echo(f"Written to {out}.")


@app.command()
def two_step(clinic: Clinic, patient: Patient, reset: bool = False) -> None:
    """Tell whether somebody has an authenticator; with --reset, take it, passkeys and sign-ins away."""
    if reset:
        done = _database().write(operator.reset_two_step, clinic, patient, now())
        typer.echo(
            "Taken away; every sign-in has ended." if done else "There is neither an authenticator nor a passkey."
        )
        return
    line = _database().read(operator.two_step_line, clinic, patient)
    typer.echo(
        f"Set up {line.confirmed} UTC · recovery codes left: {line.codes_left}" if line.confirmed else "Not set up."
    )


@app.command()
def worker() -> None:
    """Send what is due, as a process of its own."""
    from myaccount.jobs import worker as jobs  # only here: it brings the mail machinery with it

    logs.keep()
    with starting.ready(now()):
        jobs.run_forever()


@app.command()
def reconcile(days: Annotated[int, typer.Option(min=1, help="How many days back.")] = 30) -> None:
    """Compare card payments in the ledger with the processor; exit with 1 and every difference when there is one."""
    from myaccount.services.paying import reconciling  # only here: it brings the processor's library with it

    moment = now()
    found = list(reconciling.differences(_database(), moment - timedelta(days=days), moment))
    for line in found:
        typer.echo(line, err=True)
    if not found:
        typer.echo(f"The ledger and the processor agree on the last {days} days.")
    raise typer.Exit(1 if found else 0)


@app.command()
def backup(file: Backup) -> None:
    """Copy everything into one file, while the portal runs. The key is not in it: keep it apart."""
    backups.save(file, now())
    typer.echo(f"Saved to {file}. The deployment's key is not in it: keep a copy of it in another place.")


@app.command()
def verify_trail(backup: Known = None) -> None:
    """Walk each clinic's audit trail; exit with 1 and where, when an entry was changed or is missing."""
    heads = backups.read_manifest(backup).trail if backup else {}
    found = _database().read(proof.lines, heads)
    for line in found:
        told = f"{line.whole} entries in order, {line.keyed} of them by the deployment's key."
        typer.echo(f"{line.slug}: {' '.join(filter(None, (line.reason, told)))}", err=bool(line.reason))
    raise typer.Exit(1 if any(line.reason for line in found) else 0)


@app.command()
def restore(file: Backup, replace: bool = False) -> None:
    """Put a backup back, with the portal stopped. Everybody is signed out. With --replace, what is here is lost."""
    made_at = backups.restore(file, replace=replace).made_at
    ended = database().write(operator.after_restore, now())
    typer.echo(f"Restored as of {made_at}. Sign-ins ended: {ended}. Compare card payments: `myaccount reconcile`.")


@app.command()
def upgrade() -> None:
    """Back up into the data folder, then bring the database to this version's form and zone data."""
    if migrations.is_current():
        typer.echo("The database has this version's form already.")
        _follow_clocks(database())
        return
    if before := migrations.revision():
        file = config().data / "backups" / f"before-upgrade-from-{before}-{now():%Y%m%d-%H%M%S}.tar.gz"
        file.parent.mkdir(mode=0o700, exist_ok=True)
        backups.save(file, now())
        typer.echo(f"Saved to {file}.")
    migrations.upgrade()
    typer.echo("The database has this version's form now.")
    _follow_clocks(database())


@app.command()
def check() -> None:
    """Check that this deployment is fit to serve; exit with 1 and the reasons when it is not."""
    findings = self_check.run(config(), now())
    for finding in findings:
        typer.echo(f"{finding.name}: {finding.reason or 'in order'}", err=not finding.is_well)
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


def _database() -> Database:
    migrations.upgrade()
    return database()


def _follow_clocks(db: Database) -> None:
    for line in clock_changes.follow(db, now()).lines:
        typer.echo(line)


def _rehearsed(file: Path) -> ImportReport:
    return _database().write(clinic_file.rehearse, file.read_bytes(), now(), file.parent)


def _imported(file: Path) -> ImportReport:
    """Import a file; its passwords are hashed first, so that a running portal does not wait for them."""
    place, moment, text = _database(), now(), file.read_bytes()
    hashes = clinic_file.hashed(place.read(clinic_file.first_passwords, text, moment, file.parent))
    return place.write(clinic_file.load, text, moment, hashes=hashes, folder=file.parent)


def _report(report: ImportReport) -> None:
    for count in report.counts:
        typer.echo(f"{count.kind}: {count.added} new, {count.updated} changed, {count.unchanged} as before")
    for path in report.kept:
        typer.echo(f"kept, since it was changed in the portal: {path}")
    typer.echo("Nothing was written: this was a dry run." if report.rehearsed else f"Imported {report.clinic}.")


def _told(error: Exception) -> Iterable[str]:
    """Word a refusal for the operator, a line for each thing that is wrong."""
    if isinstance(error, BadClinicFile):
        more = len(error.problems) - PROBLEMS_SHOWN
        yield from map(str, error.problems[:PROBLEMS_SHOWN])
        yield from [f"… and {more} more"] * (more > 0)
    elif isinstance(error, Refused):
        yield say(f"refused.{error.code}", "en", **error.facts)
    elif isinstance(error, OperationalError):
        yield f"The database does not answer: {str(error.orig).splitlines()[0]}"
    elif isinstance(error, ProcessorFault):
        yield f"The card processor does not answer: {type(error).__name__} {error.code}"
    else:
        yield str(error)
