"""A clinic full of people, visits, money, papers and forms, for scenes to be looked at in."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from demo.documents import program
from myaccount.domain.forms.definition import QuestionType
from myaccount.press.engine import print_papers
from tests.jitsi_server import give_keys_to
from tests.portal import Clinic, Portal, appointment, employee, patient, treatment
from tests.services.documents.cabinet import picture
from tests.services.receipts.books import PAID, Books, books_of
from tests.social import everything_on
from tests.ui.accessibility.place import CALL
from tests.ui.waiting import offer

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MASSAGE = {
    "treatments": ["massage", "never"],
    "shifts": [{"location": "main", "weekdays": WEEK, "from": "09:00", "to": "17:00", "mode": "bookable"}],
}
FREED = {"patient": "bob", "staff": "kit", "treatment": "massage"}
OFFERED = {"ines": "10:00", "ivo": "14:00"}
"""Who is offered a massage of Bob's that he gave up, and at what time it was."""

EVERY_PERMISSION = ["bookings", "forms", "notifications", "financial_emails", "payments"]


def full_clinic(portal: Portal, folder: Path) -> Clinic:
    """Make it. `folder` is for the files of its documents."""
    clinic = portal.clinic()
    long_name = "Musculoskeletal assessment and individualised exercise programme, follow-up"
    clinic.update(
        settings={
            "client_selectable_reminders": True,
            "second_email_reminder_hours": 4,
            "text_reminder_hours": 24,
            "wait_list": True,
            "booking_question": "What brings you in?",
            "payment_policy": "deposit",
            "choose_invoices": True,
            "client_pronouns": True,
            "packages": True,
            "family_profiles": True,
        },
        treatments=[
            *clinic.file["treatments"],
            treatment("long", long_name, 60),
            treatment("massage", "Massage", 60),
            treatment("never", "A day by the lake", 540),
        ],
        staff=[*clinic.file["staff"], employee("kit", "Kit", "Rowan", "practitioner") | MASSAGE],
        patients=[
            *clinic.file["patients"],
            patient("caller", "Uma", "Duarte", "uma@mail.test"),
            patient("nobody", "Wolfeschlegelsteinhausen", "Bergerdorff-Oyelaran", "n@mail.test"),
            {"id": "june", "first_name": "June", "last_name": "Duarte"},
            patient("camille", "Camille", "Roy", "camille@mail.test", language="fr"),
            *(patient(who, who.title(), "Amsel", f"{who}@mail.test") for who in ("ines", "ivo", "jona")),
        ],
    )
    clinic.update(
        appointments=[
            appointment("call", "now+40m", treatment="video", call_url=CALL),
            appointment("meeting", "now-20m", treatment="video", patient="caller"),
            appointment("soon", "now+20h"),
            appointment("later", "today+5d 14:00", treatment="long"),
            appointment("distant", "today+9d 14:00", treatment="video", call_url=CALL),
            appointment("now", "today+0d 12:00", **FREED),
            appointment("french", "today+6d 14:00", patient="camille"),
            *(appointment(f"past-{days}", f"today-{days}d 10:00", state="arrived") for days in range(4, 28)),
            appointment("missed", "today-2d 10:00", state="no_show"),
            appointment("asked", "today+4d 11:00", patient="jona", staff="kit", treatment="massage"),
            appointment("folded", "today+7d 10:00", patient="jona", treatment="long"),
            *(appointment(name, f"today+3d {at}", state="cancelled", **FREED) for name, at in OFFERED.items()),
        ],
        packages=[_package("ten", 10, used=3), _package("used", 5, used=5), _package("over", 1, expires="2026-02-01")],
        relationships=[{"from": "alice", "to": "caller", "permissions": EVERY_PERMISSION, "label": "friend"}],
    )  # fmt: skip
    for who in OFFERED:
        offer(clinic, who, who)
    _receipts(books_of(clinic))
    _documents(clinic, folder)
    _forms(clinic)
    _profiles_elsewhere(clinic)
    give_keys_to(clinic.portal.database, clinic.slug)
    return clinic


def _package(package_id: str, quantity: int, **facts: Any) -> dict[str, Any]:
    """Write a package of Alice's for treatments that she does not book here."""
    return {
        "id": package_id, "patient": "alice", "name": "Ten massages", "quantity": quantity, "treatments": ["never"],
        "purchased": "2026-01-05", **facts,
    }  # fmt: skip


def _documents(clinic: Clinic, folder: Path) -> None:
    """Give Alice a text, a PDF and a picture that she sees, and a draft that she does not."""
    (folder / "knee.pdf").write_bytes(print_papers([program()]))
    (folder / "scan.png").write_bytes(picture(size=(900, 600)))
    told = {"patient": "alice", "kind": "file", "shared": True, "dated": "today-1d"}
    entry = told | {"kind": "chart_entry", "text": "# Better\n\n- The knee bends to **128 degrees**"}
    file = clinic.file | {
        "documents": [
            entry | {"id": "report", "title": "Progress report", "folder": "progress_report"},
            entry | {"id": "draft", "title": "Visit note", "shared": False},
            told | {"id": "knee", "title": "Knee exercises", "file": "knee.pdf", "folder": "exercise_program"},
            told | {"id": "scan", "title": "Scan of the knee", "file": "scan.png"},
        ],
        "settings": {**clinic.file["settings"], "patient_uploads": True},
    }
    clinic.portal.load(file, folder)


def _forms(clinic: Clinic) -> None:
    """Let a form with every kind of question wait for Alice, and let another be submitted."""
    kinds = [one for one in QuestionType if one is not QuestionType.HEADING]
    every = [{"id": one.value, "type": one.value, "label": f"Which {one.value}"} for one in kinds]
    facts: dict[str, Any] = {
        "single_choice": {"label": "Which one", "choices": ["This", "That"]},
        "multiple_choice": {"choices": ["This", "That"]},
        "consent": {"text": "I agree to be treated.", "required": True},
        "scale": {"low": "Hardly", "high": "Very much"},
        "short_text": {"required": True, "help": "In a few words."},
    }
    asks = [one | facts.get(one["id"], {}) for one in every]
    templates = [{"id": "every", "name": "Every kind", "card": "required", "questions": asks}]
    templates.append({"id": "short", "name": "A short one", "questions": [every[0]]})
    form = {"patient": "alice", "due": "today+2d"}
    done = form | {"id": "done", "template": "short", "state": "submitted", "answers": {every[0]["id"]: "x"}}
    clinic.update(form_templates=templates, forms=[form | {"id": "waits", "template": "every"}, done])


def _profiles_elsewhere(clinic: Clinic) -> None:
    """Turn every sign-in provider on, and link Alice's profile at Google."""
    with clinic.portal.configured():
        everything_on(clinic.portal.database, clinic.slug, "alice")


def _receipts(books: Books) -> None:
    """Give Alice more receipts than a page holds, and one that shrank."""
    for days in range(10):
        books.receipt(at=PAID + timedelta(days=days))
    [line] = books.invoice("alice", ("Exercise programme with individualised progressions", 12000))
    receipt = books.apply(books.pay("alice", 12000, PAID + timedelta(days=20)), (line, 12000))
    books.unapply(receipt, line, 4500)
