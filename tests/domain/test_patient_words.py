"""The words by which patients are found, and how what was typed is read."""

from datetime import date

import pytest

from myaccount.domain.patient_words import LONGEST_WORD, MOST_WORDS, Searched, asked, words_of

ALICE = Searched(
    names=("Alice", "Moreau-Bell", "Ali"),
    email="Alice.Moreau@Mail.test",
    phones=("+14165550111;ext=7", "+33199001234"),
    date_of_birth=date(1988, 2, 3),
)


def finds(typed: str, profile: Searched = ALICE) -> bool:
    words = asked(typed)
    return bool(words) and all(any(kept.startswith(word) for kept in words_of(profile)) for word in words)


@pytest.mark.parametrize(
    "typed",
    [
        "alice", "ALI", "mor ali", "ali mor", "bell", "moreaubell", "moreau-bell", "alice.moreau@mail.test",
        "alice.moreau@", "Moreau@mail"[:6], "@mail.test", "4165550111", "416-555-0111", "(416) 555 0111", "416 555",
        "+1 416 555 0111", "1 416 555 0111", "555-0111", "0111", "01 99 00 12 34", "+33 1 99 00 12 34", "1988-02-03",
        "1988-02", "1988-", "1988", "3 Feb 1988", "feb 3, 1988", "3 février 1988", "3rd February 1988", "1988/2/3",
        "moreau 3 feb. 1988", "mor 0111 1988-02-03", "1988 feb 3", "  alice  ",
    ],
)  # fmt: skip
def test_alice_is_found_by(typed: str):
    assert finds(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "bob",
        "lice",
        "alice bob",
        "1988-02-04",
        "3 Mar 1988",
        "02/03/1988",
        "416-555-0112",
        "",
        "   ",
        "…",
        "31 Feb 1988",
    ],
)
def test_she_is_not_found_by(typed: str):
    assert not finds(typed)


def test_a_date_that_can_be_only_one_is_read():
    assert asked("02/02/1988") == ("1988-02-02",)
    assert asked("13/02/1988") == asked("02/13/1988") == asked("13.2.1988") == ("1988-02-13",)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë", "zoe"), ("Zoe", "ZOË"), ("Nguyễn Thị Ánh", "nguyen anh"), ("Đặng", "dang"), ("Łukasz", "lukasz"),
        ("Søren", "soren"), ("Weiß", "weiss"), ("O’Brien", "obrien"), ("O'Brien", "o’brien"), ("أليس", "أليس"),
        ("אליס", "אליס"), ("Zoë 🦊", "🦊"), ("👩\u200d👧", "👩\u200d👧"), ("王小明", "王小"), ("x" * 200, "x" * 200),
        ("김민준", "김민준"),
    ],
)  # fmt: skip
def test_names_of_all_the_world_are_found(name: str, typed: str):
    assert finds(typed, Searched(names=(name,)))


def test_five_thousand_letters_are_a_question_like_any_other():
    assert len(asked("x" * 5000)[0]) == LONGEST_WORD
    assert len(asked(" ".join(f"w{n}" for n in range(1000)))) == MOST_WORDS


def test_a_word_that_another_begins_with_is_asked_once():
    assert asked("ali alice ali") == ("alice",)


def test_control_characters_and_half_characters_are_no_words():
    assert asked("\0\ud800\u202e") == ()


def test_a_profile_of_nothing_has_no_words():
    assert words_of(Searched(names=("", None), email="", phones=(None, "nonsense"))) == frozenset()
