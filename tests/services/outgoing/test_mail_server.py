"""A clinic's own mail server: tried, sealed, and the way of all its mail; what is down holds up nobody else."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from myaccount import config as configuration
from myaccount.config import BadConfiguration
from myaccount.domain.mail_server import MailNotSent
from myaccount.domain.refusals import NotAllowed
from myaccount.integrations.mail.smtp import SmtpMailer
from myaccount.integrations.texts.console import ConsoleTexter
from myaccount.jobs import outbox as job
from myaccount.jobs.carriers import Carriers
from myaccount.models import Clinic, MailServer, OutboxMessage
from myaccount.services.outgoing import mail_server as use_cases
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.outbox import Kind
from myaccount.views.practice import Outcome
from tests.scenes import NOW, Scene
from tests.servers import free_port
from tests.services import own_post
from tests.services.own_post import PASSWORD, SENDER, form, port_of, signed_in
from tests.services.post import Post, mail_server

LATER = NOW + timedelta(days=3650)


@pytest.fixture
def post(scene: Scene, networks: None) -> Iterator[Post]:
    """The server of the clinic, which neither encrypts nor asks for a password."""
    with mail_server(Post()) as server:
        yield server


@pytest.fixture
def shared(scene: Scene) -> Iterator[Post]:
    """The server of the deployment."""
    with mail_server(Post()) as server:
        yield server


@pytest.fixture
def networks(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clinics' servers may stand on this machine."""
    monkeypatch.setenv("MYACCOUNT_SMTP_NETWORKS", "127.0.0.0/8")
    configuration.config.cache_clear()


@pytest.fixture
def secure(networks: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """The server of the clinic, which encrypts and asks for a password; its certificate is trusted."""
    context, trusted = own_post.certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with own_post.encrypted(context) as server:
        yield server


@pytest.fixture(autouse=True)
def _at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "now", lambda: NOW)
    monkeypatch.setattr(use_cases, "TIMEOUT", 1.0)


def save(scene: Scene, filled: dict[str, str], who: str = "robin") -> Outcome:
    return asyncio.run(use_cases.try_and_save(scene.staff_ctx(who), filled))


def put(scene: Scene, key: str, slug: str = "cedar", minutes: int = 0) -> None:
    with scene.database.writing() as tx:
        outbox.put(
            tx, scene.clinic_ctx(slug).clinic, Kind.PASSWORD_CHANGED, dedupe=key, recipient="alice@mail.test",
            lang="en", facts={"first_name": "Alice"}, now=NOW + timedelta(minutes=minutes),
        )  # fmt: skip


def send(shared: Post, seconds: float = 5, rounds: int = 0) -> None:
    """Send what is due, until nothing more is, or for so many rounds."""

    async def run() -> None:
        carriers = Carriers(SmtpMailer(shared.url), ConsoleTexter())
        deadline, done = time.monotonic() + seconds, 0
        while time.monotonic() < deadline and (await job.send_due(carriers, LATER) or carriers.busy):
            done += 1
            if rounds and done >= rounds:
                break
            await asyncio.sleep(0.01)
        await carriers.close()

    asyncio.run(run())


def state_of(scene: Scene, key: str) -> tuple[str, str | None]:
    [row] = scene.rows(OutboxMessage, dedupe=key)
    return row.state, row.error


class TestKeeping:
    def test_a_server_that_takes_mail_is_kept_sealed_and_the_password_is_in_no_trail(self, scene: Scene, secure: Post):
        assert save(scene, signed_in(secure)).changed
        [row] = scene.rows(MailServer)
        assert not [secret for secret in (PASSWORD, SENDER, "127.0.0.1") if secret in repr(row)]
        facts = scene.database.read(use_cases.facts, scene.staff_ctx("robin"))
        assert (facts.is_own, facts.line) == (True, f"Goes over 127.0.0.1, from {SENDER}.")
        assert (facts.port, facts.security, facts.username) == (str(port_of(secure)), "starttls", SENDER)
        assert [entry.facts for entry in scene.audit("mail_server.set")] == [{"host": "127.0.0.1", "sender": SENDER}]
        assert PASSWORD not in repr(facts)
        assert secure.mails == []

    @pytest.mark.parametrize(
        ("typed", "box", "said"),
        [
            ({"password": "another"}, "password", "does not take this username and password"),
            ({"username": "", "password": ""}, "sender", "no mail from this address"),
            ({"security": "tls"}, "security", "does not encrypt this way"),
            ({"port": "1"}, "port", "does not answer at this port"),
            ({"host": "no-such-name.invalid"}, "host", "No server of this name"),
            ({"sender": "nobody"}, "sender", "Type an email address"),
            ({"sender": "a@b.test\r\nBcc: c@d.test"}, "sender", "Type an email address"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_box_and_nothing_is_kept(
        self, scene: Scene, secure: Post, typed: dict[str, str], box: str, said: str
    ):
        problems = save(scene, signed_in(secure, **typed)).problems
        assert problems.keys() == {box}
        assert said in problems[box]
        assert scene.rows(MailServer) == []

    def test_a_sender_that_the_server_does_not_take_is_told(self, sqlite_scene: Scene, post_of_one: Post):
        post_of_one.sender_answer = "553 not yours"
        assert "no mail from this address" in save(sqlite_scene, form(port_of(post_of_one))).problems["sender"]

    def test_a_server_without_encryption_is_told(self, sqlite_scene: Scene, post_of_one: Post):
        problems = save(sqlite_scene, form(port_of(post_of_one), "starttls")).problems
        assert problems == {"security": "The server does not encrypt this way. Choose the other kind, with its port."}

    def test_a_certificate_that_nobody_vouches_for_is_told(
        self, sqlite_scene: Scene, secure_of_one: Post, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.delenv("SSL_CERT_FILE")
        assert "does not vouch for this name" in save(sqlite_scene, signed_in(secure_of_one)).problems["host"]

    def test_a_private_network_is_reached_only_if_the_operator_says_so(
        self, sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch
    ):
        with mail_server(Post()) as inside:
            for host in ("127.0.0.1", "localhost", "[::1]", "2130706433", "::ffff:127.0.0.1"):
                said = save(sqlite_scene, form(port_of(inside), host=host)).problems["host"]
                assert "private network" in said or "No server of this name" in said
            assert inside.connections == 0
        with pytest.raises(BadConfiguration):
            configuration.read({"MYACCOUNT_SMTP_NETWORKS": "10.0.0.0/8, office"})

    def test_a_blank_password_stays_on_the_same_server_only(self, scene: Scene, secure: Post):
        save(scene, signed_in(secure))
        assert save(scene, signed_in(secure, password="")).changed is False
        assert save(scene, signed_in(secure, password="", sender="desk@cedar.test")).changed
        with mail_server(Post()) as elsewhere:
            problems = save(scene, signed_in(secure, password="", port=str(port_of(elsewhere)))).problems
            assert problems["password"].startswith("Type the password again")
            assert elsewhere.connections == 0

    def test_once_removed_mail_goes_over_the_deployments_server_again(self, scene: Scene, post: Post, shared: Post):
        save(scene, form(port_of(post)))
        for _ in range(2):
            scene.database.write(use_cases.remove, scene.staff_ctx("robin"))
        assert (scene.rows(MailServer), len(scene.audit("mail_server.removed"))) == ([], 1)
        put(scene, "one")
        send(shared)
        assert (len(shared.mails), len(post.mails)) == (1, 0)

    @pytest.mark.parametrize("who", ["dana", "sam"])
    def test_it_is_the_owners_alone(self, scene: Scene, post: Post, who: str):
        save(scene, form(port_of(post)))
        ctx, seen = scene.staff_ctx(who), post.connections
        with pytest.raises(NotAllowed):
            save(scene, form(port_of(post), sender="x@cedar.test"), who)
        for use_case in (use_cases.facts, use_cases.remove):
            with pytest.raises(NotAllowed):
                scene.database.write(use_case, ctx)
        with pytest.raises(NotAllowed):
            asyncio.run(use_cases.send_test(ctx))
        assert (post.connections, len(scene.rows(MailServer))) == (seen, 1)


class TestSending:
    def test_a_clinics_mail_goes_over_its_own_server_and_from_its_own_address(
        self, scene: Scene, post: Post, shared: Post
    ):
        with scene.database.writing() as tx:
            tx.get_one(Clinic, scene.cedar.clinic_id).email = "desk@cedar.test"
        save(scene, form(port_of(post)))
        put(scene, "cedars")
        put(scene, "birches", "birch")
        send(shared)
        [own], [other] = post.mails, shared.mails
        [sender] = own["From"].addresses
        assert (sender.display_name, sender.addr_spec) == ("Cedar Physio", SENDER)
        assert own["Reply-To"].addresses[0].addr_spec == "desk@cedar.test"
        assert own["Message-ID"].endswith("@cedar.test>")
        assert other["From"].addresses[0].addr_spec.startswith("no-reply@")
        assert {row.state for row in scene.rows(OutboxMessage)} == {"sent"}

    def test_one_connection_carries_many_mails_and_another_server_gets_another(
        self, scene: Scene, post: Post, shared: Post
    ):
        save(scene, form(port_of(post)))
        tried = post.connections
        for number in range(7):
            put(scene, f"m{number}")
        send(shared)
        assert (len(post.mails), post.connections - tried) == (7, 1)
        with mail_server(Post()) as new:
            save(scene, form(port_of(new)))
            put(scene, "after")
            send(shared)
            assert (len(new.mails), len(post.mails)) == (1, 7)

    def test_a_server_that_hangs_holds_up_its_own_clinic_only(self, scene: Scene, post: Post, shared: Post):
        with own_post.hanging() as port:
            keep(scene, port)
            for number in range(12):
                put(scene, f"cedar{number}")
            for number in range(12):
                put(scene, f"birch{number}", "birch", minutes=1)
            send(shared, seconds=4)
        assert len(shared.mails) == 12
        assert {state_of(scene, f"cedar{number}")[0] for number in range(12)} == {"unsent"}

    def test_a_server_that_is_down_is_tried_again_message_by_message(self, scene: Scene, post: Post, shared: Post):
        keep(scene, free_port())
        put(scene, "one")
        send(shared, rounds=1)
        assert state_of(scene, "one") == ("unsent", "mail_server_silent")
        keep(scene, port_of(post))
        send(shared)
        assert state_of(scene, "one") == ("sent", None)
        assert (len(post.mails), len(shared.mails)) == (1, 0)

    def test_a_server_that_cannot_be_read_is_no_reason_to_go_over_another(self, scene: Scene, post: Post, shared: Post):
        save(scene, form(port_of(post)))
        with scene.database.writing() as tx:
            tx.get_one(MailServer, scene.cedar.clinic_id).server = "00000000.AAAA"
        put(scene, "one")
        put(scene, "other", "birch")
        send(shared, rounds=1)
        assert state_of(scene, "one") == ("unsent", "mail_server_unreadable")
        assert (len(shared.mails), len(post.mails)) == (1, 0)
        facts = scene.database.read(use_cases.facts, scene.staff_ctx("robin"))
        assert "cannot be read any more" in facts.line

    def test_the_owner_sends_a_mail_the_same_way(self, scene: Scene, post: Post):
        save(scene, form(port_of(post)))
        address = asyncio.run(use_cases.send_test(scene.staff_ctx("robin")))
        assert post.recipients == [address]
        assert post.mails[0]["From"].addresses[0].addr_spec == SENDER
        assert str(post.mails[0]["Subject"]) == "A test mail from Cedar Physio"
        post.rcpt_answer = "550 unknown"
        with pytest.raises(MailNotSent) as refused:
            asyncio.run(use_cases.send_test(scene.staff_ctx("robin")))
        assert "turned the mail away" in str(refused.value.facts["reason"])

    def test_without_any_server_the_owner_is_told_so(self, sqlite_scene: Scene):
        with pytest.raises(MailNotSent) as refused:
            asyncio.run(use_cases.send_test(sqlite_scene.staff_ctx("robin")))
        assert "has no mail server" in str(refused.value.facts["reason"])


def keep(scene: Scene, port: int) -> None:
    """Keep a server without trying it, as one that has fallen since."""
    with scene.database.writing() as tx:
        assert use_cases.save(tx, scene.staff_ctx("robin"), form(port)).changed


@pytest.fixture
def _one_network(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_SMTP_NETWORKS", "127.0.0.0/8")
    configuration.config.cache_clear()


@pytest.fixture
def post_of_one(_one_network: None) -> Iterator[Post]:
    with mail_server(Post()) as server:
        yield server


@pytest.fixture
def secure_of_one(_one_network: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    context, trusted = own_post.certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with own_post.encrypted(context) as server:
        yield server
