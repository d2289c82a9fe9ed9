"""Forms to play with: an intake form of Cedar's, and ways to set it on somebody's list."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from myaccount.domain.forms.definition import Definition, Question, QuestionType, ShowIf
from myaccount.models import Form, FormTemplate
from myaccount.services.context import StaffContext
from myaccount.services.intake import expiring, sending, templates
from tests.scenes import NOW, Scene

INTAKE = Definition(
    (
        Question("today", QuestionType.HEADING, "Today"),
        Question("why", QuestionType.LONG_TEXT, "What brings you in?", required=True),
        Question("pain", QuestionType.SCALE, "How much does it hurt?"),
        Question("pregnant", QuestionType.CHECKBOX, "I am pregnant", flags=("yes",)),
        Question("weeks", QuestionType.NUMBER, "In which week?", required=True, minimum=1, maximum=45,
                 show_if=ShowIf("pregnant", ("yes",))),
        Question("agreement", QuestionType.HEADING, "Agreement"),
        Question("consent", QuestionType.CONSENT, "Consent to treatment", required=True, text="I agree to be treated."),
        Question("signature", QuestionType.SIGNATURE, "Signature", required=True),
        Question("scan", QuestionType.FILE, "A scan"),
    )
)  # fmt: skip
COMPLETE = {"why": "My knee", "consent": "yes", "signature": "typed\nAlice Moreau"}
"""What makes it complete."""


def template(scene: Scene, asks: Definition = INTAKE, slug: str = "cedar", **facts: Any) -> str:
    """Make a template of a clinic's, and give back its id."""
    place = scene.birch if slug == "birch" else scene.cedar
    row = FormTemplate(clinic_id=place.clinic_id, name="Intake", created_at=NOW, **facts)
    with scene.database.writing() as tx:
        tx.add(row)
        tx.flush()
        templates.publish(tx, scene.clinic_ctx(slug), row, asks)
        return row.id


def form(scene: Scene, template_id: str = "", who: str = "alice", due: date | None = None) -> str:
    """Put a form on somebody's list, as the desk does, and give back its id."""
    template_id = template_id or template(scene)
    return scene.database.write(sending.send, scene.dana_ctx(), scene.people[who], template_id, due)


def row(scene: Scene, form_id: str) -> Form:
    """Read a form as it is in the database now."""
    [found] = scene.rows(Form, id=form_id)
    return found


def changed(asks: Definition = INTAKE) -> Definition:
    """The same form with another first question."""
    first, second, *others = asks.questions
    return Definition((first, replace(second, label="Why are you here?"), *others))


def let_expire(tx: Session, ctx: StaffContext, _person_id: str, form_id: str) -> None:
    """Have a form's last day be yesterday, and the sweep come by."""
    tx.get_one(Form, form_id).expires_on = ctx.today - timedelta(days=1)
    tx.flush()
    assert expiring.expire_overdue(tx, ctx.now) == 1
