"""What a carrier tells of texts: believed once, from itself, of the try that it took; the desk's log follows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from myaccount import clock
from myaccount import config as configuration
from myaccount.domain.refusals import NotFound
from myaccount.integrations.texts.receipts import HEADER, signature
from myaccount.models import Change, OutboxMessage, Person
from myaccount.services.outgoing import letters, text_receipts
from myaccount.services.profiles import lists as profile_lists
from myaccount.services.profiles import mails as profile_mails
from myaccount.store import outbox as store
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import add, change
from tests.web.portal import portal

CARRIER = "https://account:s%2Fecret@carrier.test"
MOBILE = "+14165550111"
ARRIVED = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": MOBILE}
FAILED = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"}


@pytest.fixture
def scene(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setenv("MYACCOUNT_TEXT_URL", CARRIER)
    monkeypatch.setenv("MYACCOUNT_TEXT_FROM", "+14165550100")
    monkeypatch.setenv("MYACCOUNT_BASE_URL", "https://cedar.test")
    configuration.config.cache_clear()
    change(sqlite_scene, Person, sqlite_scene.alice, mobile=MOBILE, mobile_verified_at=NOW)
    yield sqlite_scene
    configuration.config.cache_clear()


@pytest.fixture
def sent(scene: Scene) -> OutboxMessage:
    """A reminder by text to Alice that the carrier has taken."""
    visit = scene.book("alice", clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1))
    facts = {"first_name": "Alice", "lead": "text", "hours": "24", "start": "2026-11-24T14:00:00+00:00", "code": "123"}
    message = OutboxMessage(
        clinic_id=scene.cedar.clinic_id, person_id=scene.alice, dedupe="one", kind="visit_reminder", channel="text",
        language="en", recipient=MOBILE, facts=facts, due_at=NOW, created_at=NOW, attempts=1, visit_id=visit,
    )  # fmt: skip
    add(scene, message)
    scene.database.write(store.mark_sent, one(scene), MOBILE, NOW)
    return one(scene)


def one(scene: Scene) -> OutboxMessage:
    [found] = scene.rows(OutboxMessage)
    return found


def where(scene: Scene) -> str:
    return scene.database.read(text_receipts.address, one(scene))


def tell(scene: Scene, address: str, form: dict[str, str], *, signed: str | None = None, slug: str = "cedar") -> int:
    given = signature(CARRIER, address, form) if signed is None else signed
    path = address[address.index("/hooks/") :]
    return portal(scene, slug).post(path, data=form, headers={HEADER: given.encode()}).status_code


def log(scene: Scene) -> list[tuple[str, str, bool]]:
    shown = scene.database.read(profile_lists.turn_to, scene.dana_ctx(), scene.alice, "messages", "").messages
    return [(line.state_line, line.reason, line.can_send_again) for line in shown]


def test_what_arrived_is_delivered_and_the_open_log_hears_of_it(scene: Scene, sent: OutboxMessage):
    assert log(scene) == [("Sent", "", False)]
    assert tell(scene, where(scene), {**ARRIVED, "MessageStatus": "sent"}) == 200
    assert log(scene) == [("Sent", "", False)]
    before = len(scene.rows(Change, topic="message"))
    assert tell(scene, where(scene), ARRIVED) == 200
    assert log(scene) == [("Delivered", "", False)]
    assert (len(scene.rows(Change, topic="message")), one(scene).facts) == (before + 1, {})


def test_what_did_not_is_failed_and_can_be_sent_again(scene: Scene, sent: OutboxMessage):
    address = where(scene)
    assert tell(scene, address, FAILED) == 200
    assert log(scene) == [("Failed", "The text did not arrive (carrier_30003).", True)]
    assert "code" not in one(scene).facts
    scene.database.write(profile_mails.send_again, scene.dana_ctx(now=NOW + timedelta(hours=1)), scene.alice, sent.id)
    assert "Cedar Physio" in scene.database.read(letters.text, one(scene), NOW)
    change(scene, OutboxMessage, sent.id, attempts=1)
    assert tell(scene, address, FAILED) == 400  # of the first try; this one is another
    assert one(scene).state == "unsent"
    assert tell(scene, where(scene), ARRIVED) == 200
    assert one(scene).state == "delivered"


def test_a_receipt_that_comes_before_the_sender_has_noted_it_holds(scene: Scene, sent: OutboxMessage):
    change(scene, OutboxMessage, sent.id, state="unsent", sent_at=None)
    assert tell(scene, where(scene), ARRIVED) == 200
    scene.database.write(store.mark_sent, sent, MOBILE, NOW)
    scene.database.write(store.put_off, sent, NOW, "timeout")
    assert (one(scene).state, one(scene).sent_at is None) == ("delivered", False)


@pytest.mark.parametrize("again", [ARRIVED, FAILED])
def test_the_second_changes_nothing(scene: Scene, sent: OutboxMessage, again: dict[str, str]):
    address = where(scene)
    assert tell(scene, address, ARRIVED) == 200
    assert tell(scene, address, again) == 400
    assert one(scene).state == "delivered"


def test_a_forged_one_changes_nothing(scene: Scene, sent: OutboxMessage):
    address = where(scene)
    elsewhere = address[:-1] + ("0" if address[-1] != "0" else "1")
    other = signature("https://account:other@carrier.test", address, ARRIVED)
    for signed in ("", "é", "x" * 5000, other, signature(CARRIER, elsewhere, ARRIVED), signature(CARRIER, address, {})):
        assert tell(scene, address, ARRIVED, signed=signed) == 400
    assert tell(scene, elsewhere, ARRIVED) == 400
    assert tell(scene, address, ARRIVED, slug="birch") == 400
    assert tell(scene, address.replace(sent.id, "x" * 22), ARRIVED) == 400
    assert tell(scene, address, {"MessageStatus": "delivered", "x": "y" * 20_000}) == 413
    assert tell(scene, address, {str(number): "" for number in range(100)}) == 400
    assert one(scene).state == "sent"


def test_without_a_secret_nobody_is_believed(scene: Scene, sent: OutboxMessage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MYACCOUNT_TEXT_URL", "https://account@carrier.test")
    configuration.config.cache_clear()
    address = where(scene)
    assert tell(scene, address, ARRIVED, signed=signature("https://account@carrier.test", address, ARRIVED)) == 400


def test_no_receipt_is_asked_for_where_the_carrier_could_not_reach_us(
    scene: Scene, sent: OutboxMessage, monkeypatch: pytest.MonkeyPatch
):
    assert where(scene).startswith("https://cedar.")
    monkeypatch.setenv("MYACCOUNT_BASE_URL", "http://localhost:3000")
    configuration.config.cache_clear()
    assert where(scene) == ""


def test_a_mail_has_no_receipt(scene: Scene, sent: OutboxMessage):
    change(scene, OutboxMessage, sent.id, channel="email")
    assert tell(scene, where(scene), ARRIVED) == 400
    with pytest.raises(NotFound):
        scene.database.write(profile_mails.send_again, scene.dana_ctx(), scene.alice, sent.id)
