"""The operator's way to close somebody's account, and to open it again."""

from typer.testing import CliRunner

from myaccount.cli import app
from tests.scenes import Scene


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["account", "--clinic", "cedar", "--patient", "alice", *words])
    assert done.exit_code == 0
    return done.output


def test_it_tells_how_it_stands_and_does_each_once(sqlite_scene: Scene):
    assert run() == "Open.\n"
    assert run("--enable") == "It is open already.\n"
    assert run("--disable") == "Disabled. Sign-ins ended: 0\n"
    assert run().startswith("Disabled since 20")
    assert run("--disable") == "It is disabled already.\n"
    assert run("--enable") == "Open again, with the password it had.\n"
    assert run() == "Open.\n"
