"""The operator's way out for somebody who lost their phone."""

from typer.testing import CliRunner

from myaccount.cli import app
from tests.scenes import Scene
from tests.services.identity.test_two_step import set_up


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["two-step", "--clinic", "cedar", "--patient", "dana", *words])
    assert done.exit_code == 0
    return done.output


def test_it_tells_how_it_stands_and_resets_it_once(sqlite_scene: Scene):
    assert run() == "Not set up.\n"
    set_up(sqlite_scene)
    assert run() == "Set up 2026-11-20 15:00 UTC · recovery codes left: 10\n"
    assert run("--reset") == "Taken away; every sign-in has ended.\n"
    assert run("--reset") == "There is neither an authenticator nor a passkey.\n"
    assert run() == "Not set up.\n"
