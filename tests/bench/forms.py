"""Filling in an intake form of two hundred questions: an answer, sent and kept, against a counter of bare Reflex."""

import asyncio
import itertools
from dataclasses import replace
from statistics import median
from typing import Any

from sqlmodel import select

from myaccount.models import Form
from tests.bench.ratio import Line, in_turn, of_pairs
from tests.bench.sites import STATES, Pair, Site, both
from tests.bench.tab import Tab

QUESTIONS = 200
EACH = 10
ANSWERS, ROUNDS = 5, 11
AT_MOST = 12.0
NAME = f"an answer kept, form of {QUESTIONS} questions, there and back"


def run() -> list[Line]:
    """Measure in turn."""
    with both() as sites:
        return [asyncio.run(_answered(_on_form(sites.ours, form(sites, QUESTIONS, EACH)), sites.bare))]


def form(sites: Pair, count: int, each: int) -> str:
    """Let a form of so many questions, `each` in a section, wait for Alice; give back its id."""
    name = f"form{count}"
    questions: list[dict[str, Any]] = []
    for number in range(count):
        if number % each == 0:
            questions.append({"id": f"s{number}", "type": "heading", "label": f"Part {number // each + 1}"})
        questions.append({"id": f"q{number}", "type": "short_text", "label": f"Question {number + 1}"})
    templates = [*sites.clinic.file.get("form_templates", []), {"id": name, "name": name, "questions": questions}]
    waiting = [*sites.clinic.file.get("forms", []), {"id": name, "template": name, "patient": "alice"}]
    sites.clinic.update(form_templates=templates, forms=waiting)
    with sites.clinic.portal.database.reading() as tx:
        return tx.exec(select(Form.id).where(Form.external_id == name)).one()


def _on_form(site: Site, form_id: str) -> Site:
    """Name the site's page of a form, on which the cheap event is an answer that is another one each time."""
    shown, number = f"{STATES}account___form____form_state", itertools.count(1)

    def answer() -> dict[str, object]:
        turn = next(number)
        return {"form_id": form_id, "question_id": f"q{turn % EACH}", "answer": f"Answer {turn}", "turn": turn}

    return replace(
        site,
        path="/account/forms/[form_id]",
        event=f"{shown}.answer",
        answer='"news_rx_state_"',
        rows=f'"shown_rx_state_":"{form_id}"',
        query={"form_id": form_id},
        payload=answer,
    )


async def _answered(ours: Site, bare: Site) -> Line:
    pairs = await in_turn(lambda: _milliseconds(ours), lambda: _milliseconds(bare), ROUNDS)
    return of_pairs(NAME, pairs, AT_MOST)


async def _milliseconds(site: Site) -> float:
    """Let a new tab send a few answers: one tab may not send so many without a pause."""
    tab = await Tab(site).open(site.rows)
    took = [1000 * await tab.acts() for _ in range(ANSWERS)]
    tab.close()
    return median(took)
