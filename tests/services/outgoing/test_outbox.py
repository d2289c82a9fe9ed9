"""The outbox and the letters in it, in both databases, over a real SMTP conversation."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from myaccount.domain.refusals import NotFound
from myaccount.integrations.delivery import NotDelivered
from myaccount.integrations.mail.console import ConsoleMailer
from myaccount.integrations.mail.letter import Detail, Letter, email, text
from myaccount.integrations.mail.smtp import SmtpMailer
from myaccount.integrations.texts.console import ConsoleTexter
from myaccount.jobs import outbox as job
from myaccount.jobs.carriers import Carriers, open_carriers
from myaccount.messages import LANGUAGES, Language
from myaccount.models import Clinic, OutboxMessage, Person
from myaccount.services.outgoing import letters, outbox, visit_messages
from myaccount.services.outgoing.outbox import Kind
from myaccount.store import outbox as store
from tests.scenes import FAMILY_EMAIL, NOW, ZONE, Scene
from tests.servers import free_port
from tests.services.post import Post, mail_server

LATER = NOW + timedelta(days=3650)
"""A moment at which everything is due, whatever the real time is."""
HOSTILE = [
    "Alice\r\nBcc: victim@mail.test",
    "Alice\0",
    "x" * 5000,
    "<script>alert(1)</script>",
    "{clinic.__class__}",
    "\u202ecilA",
]
NO_MAIL_BY_ITSELF = {
    Kind.VISIT_BOOKED, Kind.VISIT_MOVED, Kind.VISIT_RESTORED, Kind.VISIT_REMINDER, Kind.VERIFY_MOBILE,
}  # fmt: skip
"""The kinds whose words come from the visit, and the one that is a text; they are tested with what they are of."""
BAD_ADDRESSES = ["a@b.test\r\nBcc: victim@mail.test", "nobody", "@", "a b@c.test", "x" * 5000 + "@b.test", "a@b@c"]


@pytest.fixture(autouse=True)
def _at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "now", lambda: NOW)


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server(Post()) as server:
        yield server


def put(scene: Scene, key: str = "one", recipient: str | None = FAMILY_EMAIL, **facts: str) -> bool:
    with scene.database.writing() as tx:
        return outbox.put(
            tx,
            scene.clinic_ctx().clinic,
            Kind.PASSWORD_CHANGED,
            dedupe=key,
            recipient=recipient,
            lang="en",
            facts={"first_name": "Alice", **facts},
            now=NOW,
        )


def send(post: Post, times: int = 1, moment=LATER) -> int:
    async def run() -> int:
        carriers = Carriers(SmtpMailer(post.url), ConsoleTexter())
        taken = sum([await job.send_due(carriers, moment) for _ in range(times)])
        await carriers.close()
        return taken

    return asyncio.run(run())


def state_of(scene: Scene, key: str = "one") -> str:
    return scene.rows(OutboxMessage, dedupe=key)[0].state


def test_a_message_is_put_in_once(scene: Scene):
    assert put(scene)
    assert not put(scene)
    assert len(scene.rows(OutboxMessage)) == 1


def test_a_message_to_nobody_is_not_put_in(scene: Scene):
    assert not put(scene, recipient=None)
    assert not put(scene, recipient="")


def test_a_message_is_sent_once_and_its_facts_are_forgotten(scene: Scene, post: Post):
    put(scene)
    assert send(post, times=3) == 1
    assert len(post.mails) == 1
    row = scene.rows(OutboxMessage)[0]
    assert (row.state, row.facts, row.attempts, row.leased_until) == ("sent", {}, 1, None)


def test_nothing_is_sent_before_it_is_due(scene: Scene, post: Post):
    put(scene)
    assert send(post, moment=NOW - timedelta(microseconds=1)) == 0
    assert send(post, moment=NOW) == 1


def test_the_letter_is_the_clinics_in_text_and_html(scene: Scene, post: Post):
    put(scene)
    send(post)
    mail = post.mails[0]
    assert mail["From"].addresses[0].display_name == "Cedar Physio"
    assert mail["Reply-To"] == "desk@cedar.test"
    assert mail["To"] == FAMILY_EMAIL
    assert mail["Subject"] == "Your password for My Account was changed"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "416-555-0100" in text
    assert '<html lang="en">' in html
    assert "#1f6f5c" in html


@pytest.mark.parametrize(("lang", "sign"), [("en", ":"), ("fr", " :")])
def test_a_plain_letter_sets_what_follows_a_label_apart_as_its_language_does(lang: str, sign: str):
    detail = Detail("When", "Tuesday", "https://x.test/map", "Map")
    plain = text(Letter(lang, "Cedar", "", "", "", "", "Hello", (), "", "https://x.test", "Open", "", (), (detail,)))
    assert f"When{sign} Tuesday\nMap{sign} https://x.test/map" in plain
    assert f"Open{sign}\nhttps://x.test" in plain


def test_the_message_id_comes_from_the_dedupe_key(scene: Scene, post: Post):
    put(scene, "one")
    put(scene, "two")
    send(post)
    ids = {mail["Message-ID"] for mail in post.mails}
    assert len(ids) == 2
    assert all(FAMILY_EMAIL not in message_id for message_id in ids)


def test_several_mails_share_one_connection(scene: Scene, post: Post):
    for key in "abc":
        put(scene, key)
    send(post)
    assert (len(post.mails), post.connections) == (3, 1)


def test_a_server_that_is_busy_is_tried_again_later(scene: Scene, post: Post):
    put(scene)
    post.answer = "451 later"
    send(post)
    row = scene.rows(OutboxMessage)[0]
    assert (row.state, row.error, row.leased_until) == ("unsent", "smtp_451", None)
    assert row.due_at > NOW
    post.answer = "250 OK"
    send(post)
    assert state_of(scene) == "sent"


def test_a_recipient_that_does_not_exist_is_given_up(scene: Scene, post: Post):
    put(scene, link="https://cedar.test/reset/secret")
    post.rcpt_answer = "550 no such user"
    send(post)
    row = scene.rows(OutboxMessage)[0]
    assert (row.state, row.facts) == ("failed", {"first_name": "Alice"})
    assert FAMILY_EMAIL not in (row.error or "")


def test_a_server_that_is_down_loses_nothing(scene: Scene, post: Post):
    put(scene)
    up, post.url = post.url, f"smtp://127.0.0.1:{free_port()}"
    send(post)
    assert state_of(scene) == "unsent"
    post.url = up
    send(post)
    assert state_of(scene) == "sent"


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_name_adds_a_header_or_a_tag(scene: Scene, post: Post, name: str):
    safe = name.replace("\0", "")  # which PostgreSQL would not even store
    with scene.database.writing() as tx:
        tx.get_one(Clinic, scene.cedar.clinic_id).name = safe
    put(scene, first_name=safe)
    send(post)
    mail = post.mails[0]
    assert post.recipients == [FAMILY_EMAIL]
    assert mail["Bcc"] is None
    html = mail.get_body(("html",)).get_content()
    assert "<script>" not in html
    assert len(mail.get_body(("plain",)).get_content()) < 2000


@pytest.mark.parametrize("recipient", BAD_ADDRESSES)
def test_an_address_that_is_none_is_given_up_and_holds_up_nobody(scene: Scene, post: Post, recipient: str):
    put(scene, "bad", recipient)
    put(scene, "good")
    send(post)
    assert (state_of(scene, "bad"), state_of(scene, "good")) == ("failed", "sent")
    assert post.recipients == [FAMILY_EMAIL]


def test_a_message_that_cannot_be_worded_holds_up_nobody(scene: Scene, post: Post):
    put(scene, "bad")
    with scene.database.writing() as tx:
        row = scene.rows(OutboxMessage, dedupe="bad")[0]
        tx.get_one(OutboxMessage, row.id).facts = {}
    put(scene, "good")
    send(post)
    assert (state_of(scene, "bad"), state_of(scene, "good")) == ("unsent", "sent")


def test_two_senders_never_take_the_same_message(scene: Scene):
    for number in range(40):
        put(scene, str(number))
    start = Barrier(4)

    def take(_: int) -> list[str]:
        start.wait()
        taken: list[str] = []
        while batch := scene.database.write(store.claim, NOW, NOW + timedelta(minutes=1), 3):
            taken += [message.id for message in batch]
        return taken

    with ThreadPoolExecutor(4) as threads:
        taken = [one for batch in threads.map(take, range(4)) for one in batch]
    assert len(taken) == len(set(taken)) == 40


def test_a_sender_that_died_loses_its_lease(scene: Scene):
    put(scene)
    ends = NOW + timedelta(minutes=1)
    assert len(scene.database.write(store.claim, NOW, ends, 5)) == 1
    assert not scene.database.write(store.claim, ends - timedelta(microseconds=1), ends, 5)
    assert len(scene.database.write(store.claim, ends, ends + timedelta(minutes=1), 5)) == 1


def test_who_lost_the_lease_cannot_write_what_became_of_it(scene: Scene):
    put(scene)
    ends = NOW + timedelta(minutes=1)
    first = scene.database.write(store.claim, NOW, ends, 5)[0]
    second = scene.database.write(store.claim, ends, ends + timedelta(minutes=1), 5)[0]
    scene.database.write(store.put_off, first, LATER, "late")
    assert scene.rows(OutboxMessage)[0].due_at == NOW
    scene.database.write(store.mark_sent, second, FAMILY_EMAIL, NOW)
    assert state_of(scene) == "sent"


def test_it_is_given_up_after_two_days(scene: Scene, post: Post, monkeypatch: pytest.MonkeyPatch):
    put(scene)
    post.answer = "451 later"
    monkeypatch.setattr(job, "now", lambda: NOW + timedelta(days=2, seconds=1))
    send(post)
    assert state_of(scene) == "failed"


def test_a_cancelled_visit_is_confirmed_by_mail(scene: Scene):
    visit = scene.book("alice", NOW + timedelta(days=4))
    assert scene.database.write(visit_messages.tell_cancelled, scene.alice_ctx(), scene.alice, visit)
    assert not scene.database.write(visit_messages.tell_cancelled, scene.alice_ctx(), scene.alice, visit)
    row = scene.rows(OutboxMessage)[0]
    assert (row.recipient, row.person_id) == (FAMILY_EMAIL, scene.alice)
    assert row.facts["when"] == "Tuesday 24 November 2026, 10:00–11:00 a.m. · Toronto time"


def test_the_subject_of_a_cancellation_tells_no_health_data(scene: Scene):
    visit = scene.book("alice", NOW + timedelta(days=4))
    scene.database.write(visit_messages.tell_cancelled, scene.alice_ctx(), scene.alice, visit)
    letter = scene.database.read(letters.letter, scene.rows(OutboxMessage)[0], NOW)
    assert letter.subject == "Your visit on Tue 24 November is cancelled"
    assert "Physiotherapy" in letter.paragraphs


def test_an_online_visit_is_told_in_the_patients_time(scene: Scene):
    with scene.database.writing() as tx:
        tx.get_one(Person, scene.alice).time_zone = "America/Vancouver"
    visit = scene.book("alice", NOW + timedelta(days=4), treatment="video-45")
    scene.database.write(visit_messages.tell_cancelled, scene.dana_ctx(), scene.alice, visit)
    when = "8:00–8:45 a.m. · Vancouver time (10:00 a.m., Toronto time)"
    assert scene.rows(OutboxMessage)[0].facts["when"].endswith(when)


def test_the_mail_speaks_the_patients_language(scene: Scene):
    with scene.database.writing() as tx:
        tx.get_one(Person, scene.alice).language = "fr"
    visit = scene.book("alice", NOW + timedelta(days=4))
    scene.database.write(visit_messages.tell_cancelled, scene.alice_ctx(), scene.alice, visit)
    letter = scene.database.read(letters.letter, scene.rows(OutboxMessage)[0], NOW)
    assert letter.subject == "Votre rendez-vous du mar. 24 novembre est annulé"


def test_bobs_visit_is_not_alices_to_announce(scene: Scene):
    visit = scene.book("bob", NOW + timedelta(days=4), zone=ZONE)
    with pytest.raises(NotFound):
        scene.database.write(visit_messages.tell_cancelled, scene.alice_ctx(), scene.alice, visit)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in NO_MAIL_BY_ITSELF])
def test_every_kind_of_mail_can_be_worded(sqlite_scene: Scene, kind: Kind, lang: Language):
    named = (
        "first_name", "username", "day", "time", "when", "zone", "treatment", "left", "amount", "form", "due", "device",
        "provider", "name", "who", "may", "until",
    )  # fmt: skip
    facts = dict.fromkeys(named, "x") | {"link": "https://x.test/y"}
    message = OutboxMessage(
        clinic_id=sqlite_scene.cedar.clinic_id,
        dedupe="",
        kind=kind,
        language=lang,
        recipient="",
        facts=facts,
        due_at=NOW,
        created_at=NOW,
    )
    letter = sqlite_scene.database.read(letters.letter, message, NOW)
    assert letter.lang == lang
    assert "{" not in "".join((letter.subject, letter.title, *letter.paragraphs, *letter.footer))
    envelope = email(letter, sender="hello@cedar.test", recipient="alice@mail.test", key="one")
    assert not [name for name in envelope if name.lower().startswith("list-")]  # nothing of it is marketing


def test_without_a_server_mail_is_printed(sqlite_scene: Scene, capsys: pytest.CaptureFixture[str]):
    put(sqlite_scene)
    carriers = open_carriers()
    assert isinstance(carriers.mailer, ConsoleMailer)
    asyncio.run(job.send_due(carriers, LATER))
    assert "Subject: Your password for My Account was changed" in capsys.readouterr().out


def test_the_reason_of_a_refusal_names_no_address():
    assert str(NotDelivered("smtp_550", is_final=True)) == "smtp_550"
