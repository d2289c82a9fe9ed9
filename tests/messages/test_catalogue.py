"""Every sentence exists in both languages, and reads kindly."""

import ast
import re
from string import Formatter

import pytest

from myaccount.domain.settings import REGISTRY
from myaccount.messages import LANGUAGES, USAGES, Language, language, say
from myaccount.messages.catalogue import CATALOGUES
from tests.arch.source import PRODUCT, modules, name, tree
from tests.domain.test_refusals import every_refusal

ENGLISH = CATALOGUES["en"]
every_language = pytest.mark.parametrize("lang", LANGUAGES)
every_key = pytest.mark.parametrize("key", sorted(ENGLISH))
HARSH = {
    "en": re.compile(
        r"\binvalid|\boops\b|\bsubmit\b(?! form)|\bplease\b.*\bplease\b|\bfailed\b|\billegal", re.IGNORECASE
    ),
    "fr": re.compile(r"\binvalide|\bveuillez\b.*\bveuillez\b|\bsoumettre\b", re.IGNORECASE),
}
"""What no sentence of a language may say; a new language lists its own."""

APART = {"fr": re.compile(r"\s[?!;]")}
"""What a language does not set apart: Canadian French leaves no space before these."""

CLOCKED = re.compile(r"\{(time|until|before|at|start|end)\}\.")
"""A time that ends a sentence: what ends in "a.m." brings its own full stop."""


def facts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_every_folder_of_the_catalogue_is_a_language_and_every_language_has_one():
    folders = {path.parent.name for path in (PRODUCT / "messages").glob("*/__init__.py")}
    assert folders == set(LANGUAGES)
    assert all(re.fullmatch("[a-z]{2}", lang) for lang in LANGUAGES)  # as addresses, tokens and browsers are read


def test_the_code_asks_for_no_language_by_its_name():
    named = {name(path) for path in modules() for node in ast.walk(tree(path)) if _names_french(node)}
    assert named == {"myaccount/domain/languages.py"}


def _names_french(node: ast.AST) -> bool:
    """Tell whether code speaks of French. English is also the language of what operators are told."""
    return isinstance(node, ast.Constant) and node.value == "fr"


def test_every_language_has_a_name_of_its_own():
    assert len({usage.name for usage in USAGES.values()}) == len(LANGUAGES)


@every_language
def test_every_language_has_the_same_keys(lang: Language):
    assert set(CATALOGUES[lang]) == set(ENGLISH)


@every_key
def test_every_language_tells_the_same_facts(key: str):
    assert all(facts_of(words[key]) == facts_of(ENGLISH[key]) for words in CATALOGUES.values())


@every_language
def test_no_sentence_is_empty_harsh_or_shouting(lang: Language):
    harsh = HARSH[lang]
    for key, sentence in CATALOGUES[lang].items():
        assert sentence.strip() == sentence != "", key
        assert not harsh.search(sentence) or key == "message.state.failed", key  # the desk's own word for it
        # "Whoops, don't book that!" is a name that people look for; nothing else shouts.
        assert "!" not in sentence or key.startswith("booking.whoops"), key


@every_language
def test_apostrophes_and_quotes_are_typographic(lang: Language):
    for key, sentence in CATALOGUES[lang].items():
        assert "'" not in sentence or key in ("booking.whoops", "booking.done"), key  # names that people look for
        assert '"' not in sentence, key


@pytest.mark.parametrize("lang", sorted(APART))
def test_no_sign_stands_apart_that_a_language_sets_close(lang: Language):
    assert [key for key, sentence in CATALOGUES[lang].items() if APART[lang].search(sentence)] == []


@pytest.mark.parametrize("lang", [one for one, usage in USAGES.items() if usage.halves[0].endswith(".")])
def test_no_sentence_ends_in_a_time_that_brings_its_own_full_stop(lang: Language):
    assert [key for key, sentence in CATALOGUES[lang].items() if CLOCKED.search(sentence)] == []


@every_language
@pytest.mark.parametrize("key", sorted(REGISTRY))
def test_every_setting_has_a_label_and_a_help_text(key: str, lang: Language):
    assert say(f"setting.{key}", lang)
    assert say(f"setting.{key}.help", lang).endswith(".")


@every_language
def test_every_refusal_is_worded(lang: Language):
    for kind in every_refusal():
        assert f"refused.{kind.code}" in CATALOGUES[lang]


def test_no_two_parts_of_the_catalogue_use_one_key(monkeypatch: pytest.MonkeyPatch):
    from myaccount.messages import catalogue
    from myaccount.messages.en import time

    monkeypatch.setitem(time.SENTENCES, "account.menu", "Twice")
    with pytest.raises(ValueError, match=r"^en words account\.menu twice$"):
        catalogue._folder("en")


@pytest.mark.parametrize(
    ("preferences", "chosen"),
    [
        (("fr-CA", "en"), "fr"),
        (("FR",), "fr"),
        (("de", "fr"), "fr"),
        (("de",), "en"),
        ((None, "", "fr"), "fr"),
        ((), "en"),
    ],
)
def test_the_first_preference_that_we_speak_is_taken(preferences: tuple[str | None, ...], chosen: str):
    assert language(*preferences) == chosen


def test_the_portal_is_called_my_account():
    assert "My Account" in ENGLISH.values()
