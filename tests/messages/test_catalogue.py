"""Every sentence exists in both languages, and reads kindly."""

import re
from string import Formatter

import pytest

from myaccount.domain.settings import REGISTRY
from myaccount.messages import LANGUAGES, Language, language, say
from myaccount.messages.catalogue import CATALOGUES
from myaccount.messages.en import ENGLISH
from myaccount.messages.fr import FRENCH
from tests.domain.test_refusals import every_refusal

every_language = pytest.mark.parametrize("lang", LANGUAGES)
every_key = pytest.mark.parametrize("key", sorted(ENGLISH))
HARSH = re.compile(r"\binvalid|\boops\b|\bsubmit\b(?! form)|\bplease\b.*\bplease\b|\bfailed\b|\billegal", re.IGNORECASE)
HARSH_FR = re.compile(r"\binvalide|\bveuillez\b.*\bveuillez\b|\bsoumettre\b", re.IGNORECASE)


def facts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_keys():
    assert set(ENGLISH) == set(FRENCH)


@every_key
def test_both_languages_tell_the_same_facts(key: str):
    assert facts_of(ENGLISH[key]) == facts_of(FRENCH[key])


@every_language
def test_no_sentence_is_empty_harsh_or_shouting(lang: Language):
    harsh = HARSH if lang == "en" else HARSH_FR
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


@every_language
@pytest.mark.parametrize("key", sorted(REGISTRY))
def test_every_setting_has_a_label_and_a_help_text(key: str, lang: Language):
    assert say(f"setting.{key}", lang)
    assert say(f"setting.{key}.help", lang).endswith(".")


@every_language
def test_every_refusal_is_worded(lang: Language):
    for kind in every_refusal():
        assert f"refused.{kind.code}" in CATALOGUES[lang]


def test_no_two_parts_of_the_catalogue_use_one_key():
    from myaccount.messages import en, fr

    for package, whole in ((en, ENGLISH), (fr, FRENCH)):
        parts = [part.SENTENCES for part in vars(package).values() if hasattr(part, "SENTENCES")]
        assert sum(len(part) for part in parts) == len(whole)


@pytest.mark.parametrize(
    ("wishes", "chosen"),
    [
        (("fr-CA", "en"), "fr"),
        (("FR",), "fr"),
        (("de", "fr"), "fr"),
        (("de",), "en"),
        ((None, "", "fr"), "fr"),
        ((), "en"),
    ],
)
def test_the_first_wish_that_we_speak_is_taken(wishes: tuple[str | None, ...], chosen: str):
    assert language(*wishes) == chosen


def test_the_portal_is_called_my_account():
    assert "My Account" in ENGLISH.values()
