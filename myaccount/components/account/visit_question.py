"""What the clinic asks after a booking: the box for the answer, on "Thanks for booking" and on the visit's card."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import submit
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.domain.questions import ANSWER_AT_MOST
from myaccount.views.appointments import VisitCard


def question_form(visit_id: Text, question: Text, answer: Text, on_answer: Any) -> rx.Component:
    """Ask it, with what was answered before in the box. The form's fields are "visit" and "answer"."""
    box = "answer-" + visit_id
    kept = rx.el.p(icon("check"), t("book.answered"), class_name="saved-line")
    return rx.el.form(
        rx.el.label(question, html_for=box, class_name="field-label", dir="auto"),
        rx.el.input(type="hidden", name="visit", value=visit_id),
        rx.el.textarea(
            id=box, name="answer", key=visit_id + answer, default_value=answer, rows=3,
            max_length=ANSWER_AT_MOST, dir="auto", class_name="box",
        ),
        rx.el.div(
            submit(rx.cond(answer, t("book.answer_again"), t("book.answer")), look="quiet"),
            rx.el.div(rx.cond(answer, kept), role="status"),
            class_name="save",
        ),
        on_submit=on_answer,
        class_name="book-question",
    )  # fmt: skip


def asked_on_card(card: VisitCard, on_answer: Any) -> rx.Component:
    """Show on a visit's card what was answered, with the box to change it; or that something is asked."""
    said = rx.el.div(
        rx.el.p(card.question, class_name="small", dir="auto"),
        rx.el.p(card.answer, class_name="visit-answer", dir="auto"),
    )
    return rx.el.div(
        rx.cond(card.answer, said),
        rx.el.details(
            rx.el.summary(rx.cond(card.answer, t("book.answer_again"), t("book.asks"))),
            question_form(card.id, card.question, card.answer, on_answer),
        ),
        class_name="visit-question",
    )
