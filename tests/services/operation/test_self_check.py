"""The self-check."""

import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from myaccount import clock
from myaccount.config import Config, config
from myaccount.models import MailServer, VideoServer
from myaccount.services.operation import self_check
from myaccount.services.outgoing import mail_server as own_mail
from myaccount.store.engine import Database
from tests import jitsi_server
from tests.scenes import NOW, Scene
from tests.services import own_post
from tests.services.post import Post, mail_server
from tests.stripe_cards import KEYS, set_up


def _reasons(settings: Config, now: datetime = NOW) -> dict[str, str]:
    return {finding.name: finding.reason for finding in self_check.run(settings, now) if not finding.is_well}


def test_a_good_deployment_has_nothing_to_complain_of(database: Database) -> None:
    assert _reasons(config()) == {}


def test_it_tells_that_tables_are_missing(empty_url: str, tmp_path: Path) -> None:
    found = _reasons(Config(data_dir=str(tmp_path / "data"), database_url=empty_url))
    assert found == {"database": "Its tables are of another version: run `myaccount migrate`."}


def test_it_tells_that_the_database_does_not_answer(tmp_path: Path) -> None:
    unreachable = Config(data_dir=str(tmp_path), database_url=f"sqlite:///{tmp_path}/no/such/folder/x.db")
    assert _reasons(unreachable)["database"].startswith("It does not answer: ")


def test_it_tells_that_mail_does_not_leave(sqlite_database: Database) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        found = _reasons(replace(config(), smtp_url=f"smtp://127.0.0.1:{port}"))
    assert found["mail"].startswith("The server of MYACCOUNT_SMTP_URL takes no mail: ConnectionRefusedError")


def test_it_tries_each_clinics_own_mail_server(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_SMTP_NETWORKS", "127.0.0.0/8")
    config.cache_clear()
    with mail_server(Post()) as post:
        form = own_post.form(own_post.port_of(post))
        sqlite_scene.database.write(own_mail.save, sqlite_scene.staff_ctx("robin"), form)
        assert _reasons(config()) == {}
        post.sender_answer = "553 not yours"
        assert _reasons(config())["clinics' mail servers"].startswith("cedar: The server takes no mail from this")
    with sqlite_scene.database.writing() as tx:
        tx.get_one(MailServer, sqlite_scene.cedar.clinic_id).sender = "00000000.AAAA"
    assert _reasons(config())["clinics' mail servers"].startswith("cedar: It cannot be read: mail_server.sender")


def test_without_a_server_of_the_deployment_every_clinic_needs_its_own(sqlite_scene: Scene) -> None:
    public = replace(config(), base_url="https://portal.example")
    assert _reasons(public)["mail"].startswith("MYACCOUNT_SMTP_URL is not set")
    with sqlite_scene.database.writing() as tx:
        robin = sqlite_scene.people["robin"]
        for place in (sqlite_scene.cedar, sqlite_scene.birch):
            tx.add(MailServer(clinic_id=place.clinic_id, server="", sender="", set_at=NOW, set_by=robin))
    assert "mail" not in _reasons(public)


def test_it_tells_that_a_key_is_too_short(sqlite_database: Database) -> None:
    assert "secret key" in _reasons(replace(config(), secret_key="x" * 31))
    assert "secret key" not in _reasons(replace(config(), secret_key="x" * 32))


def test_it_tells_that_the_clock_is_wrong(sqlite_database: Database) -> None:
    assert _reasons(config(), datetime(2025, 12, 31, 23, 59, tzinfo=UTC)).keys() == {"clock"}
    assert not _reasons(config(), datetime(2026, 1, 1, tzinfo=UTC))


def test_it_tells_that_zone_data_is_old(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "zone_data_is_current", lambda: False)
    assert _reasons(config()).keys() == {"zone data"}


def test_it_tells_that_redis_does_not_answer(sqlite_database: Database, redis_url: str) -> None:
    assert not _reasons(replace(config(), redis_url=redis_url))
    found = _reasons(replace(config(), redis_url="redis://127.0.0.1:9/0"))
    assert found["Redis"].startswith("The server of MYACCOUNT_REDIS_URL does not answer: ")


def test_it_asks_each_clinics_card_processor(sqlite_scene: Scene, stripe: str) -> None:
    set_up(sqlite_scene)
    assert _reasons(config()) == {}
    set_up(sqlite_scene, keys=replace(KEYS, secret_key="rk_test_0123456789"))
    assert _reasons(config()) == {"card processor": "cedar: The processor refuses its keys."}


def test_it_tells_that_a_card_processor_is_silent(sqlite_scene: Scene) -> None:
    set_up(sqlite_scene)
    assert _reasons(config()) == {"card processor": "cedar: The processor does not answer."}


def test_it_tells_that_what_is_sealed_was_sealed_with_another_key(sqlite_scene: Scene, monkeypatch) -> None:
    set_up(sqlite_scene)
    monkeypatch.setenv("MYACCOUNT_SECRET_KEY", "another one, which is long enough to be one")
    config.cache_clear()
    assert "sealed with another key" in _reasons(config())["card processor"]


def test_it_tells_whose_video_server_has_a_secret_that_cannot_be_read(sqlite_scene: Scene) -> None:
    jitsi_server.give_keys(sqlite_scene)
    assert _reasons(config()) == {}
    with sqlite_scene.database.writing() as tx:
        tx.get_one(VideoServer, sqlite_scene.cedar.clinic_id).secret = "00000000.AAAA"
    assert _reasons(config())["video servers"].startswith("cedar: Its keys cannot be read: video_server.secret")
