"""Simple formatting: what people write in plain text becomes headings, lists and bold words, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myaccount.domain.chart_text import Block, Line, Span, blocks, plain


def said(text: str) -> list[tuple[str, list[str]]]:
    return [(one.kind, ["".join(span.text for span in line.spans) for line in one.lines]) for one in blocks(text)]


def test_headings_lists_steps_and_paragraphs():
    text = "# Goal\nWalk without pain.\nEvery day.\n\n- Heel raises\n- Calf stretch\n\n1. Slowly\n2) Faster\n\nCall us."
    assert said(text) == [
        ("heading", ["Goal"]),
        ("paragraph", ["Walk without pain.", "Every day."]),
        ("list", ["Heel raises", "Calf stretch"]),
        ("steps", ["Slowly", "Faster"]),
        ("paragraph", ["Call us."]),
    ]


def test_a_list_goes_on_over_a_blank_line_and_a_paragraph_does_not():
    assert said("- one\n\n- two") == [("list", ["one", "two"])]
    assert said("one\n\ntwo") == [("paragraph", ["one"]), ("paragraph", ["two"])]


def test_two_stars_make_words_bold():
    assert blocks("Rest **two days**, then walk") == [
        Block("paragraph", [Line([Span("Rest "), Span("two days", strong=True), Span(", then walk")])])
    ]


@pytest.mark.parametrize("text", ["2 * 3", "** not bold **", "#5 is no heading", "-5 degrees", "<b>bold</b>", "1.5 mg"])
def test_what_only_looks_like_a_sign_is_text(text: str):
    assert said(text) == [("paragraph", [text])]


def test_a_file_is_shown_as_it_is():
    assert [one.kind for one in plain("# no heading\n- no list\n\n**as it is**")] == ["paragraph", "paragraph"]


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_no_word_of_any_text_is_lost(text: str):
    kept = "".join("".join(span.text for span in line.spans) for one in blocks(text) for line in one.lines)
    letters = [one for one in text if one.isalpha()]
    assert [one for one in kept if one.isalpha()] == letters
