"""What a profile may hold, and what becomes of two changes at once."""

import pytest

from myaccount.domain.contact import FIELDS, LONGEST, SEVERAL_LINES, MergeOutcome, merge_outcome, read, tidy
from myaccount.domain.contact_points import is_email, phone_number, phone_parts


@pytest.mark.parametrize(
    ("mine", "seen", "now", "becomes"),
    [
        ("a", "a", "a", MergeOutcome.KEEP),
        ("a", "a", "b", MergeOutcome.KEEP),
        ("b", "a", "a", MergeOutcome.WRITE),
        ("b", "a", "b", MergeOutcome.KEEP),
        ("c", "a", "b", MergeOutcome.CLASH),
        (None, "a", "b", MergeOutcome.CLASH),
        (None, "a", "a", MergeOutcome.WRITE),
        ("a", None, None, MergeOutcome.WRITE),
    ],
)
def test_a_field_is_written_only_where_nobody_else_was_first(mine, seen, now, becomes):
    assert merge_outcome(mine, seen, now) is becomes


@pytest.mark.parametrize("field", [name for name in LONGEST if not name.endswith(("phone", "mobile", "email"))])
def test_a_text_as_long_as_allowed_is_taken_and_one_letter_more_is_not(field: str):
    assert read(field, "x" * LONGEST[field], "CA").problem is None
    assert read(field, "x" * (LONGEST[field] + 1), "CA").problem == "contact.too_long"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("letter", ["\0", "\x1b", "\x7f", "\ud800", "\u2028"])
def test_letters_that_no_database_and_no_page_can_hold_are_refused(field: str, letter: str):
    assert read(field, f"a{letter}b", "CA").problem


@pytest.mark.parametrize("field", sorted(LONGEST))
def test_line_breaks_are_for_addresses_only(field: str):
    if field in SEVERAL_LINES:
        assert read(field, "a\r\nb", "CA").value == "a\nb"
    else:
        assert read(field, "a\nb", "CA").problem


def test_letters_that_turn_the_direction_of_a_page_go_and_the_name_stays():
    assert tidy(" \u202eevil\u202c ") == "evil"
    assert read("first_name", "\u202e", "CA").problem == "contact.blank.first_name"


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("416-555-0111", "+14165550111", "416-555-0111"),
        ("(416) 555 0111", "+14165550111", "416-555-0111"),
        ("+33 1 99 00 12 34", "+33199001234", "+33 1 99 00 12 34"),
        ("911", None, ""),
        ("555", None, ""),
        ("", None, ""),
        ("١٢٣", None, ""),
    ],
)
def test_a_number_is_kept_in_one_form_and_comes_back_readable(typed: str, kept: str | None, shown: str):
    assert phone_number(typed, "CA") == kept
    assert phone_parts(kept, "CA") == (shown, "")
    assert phone_number(shown, "CA") == kept


@pytest.mark.parametrize("word", [" ext. ", " x", ";ext=", " poste ", ", poste : ", " Poste"])
def test_an_extension_is_kept_in_no_language_however_it_is_written(word: str):
    assert phone_number(f"416 555 0111{word}12", "CA") == "+14165550111;ext=12"
    assert phone_parts("+14165550111;ext=12", "CA") == ("416-555-0111", "12")


@pytest.mark.parametrize("address", ["a@b.test", "a.b+c@d-e.test", "é@exämple.test"])
def test_an_address_that_a_mail_could_go_to(address: str):
    assert is_email(address, strictly=True)


@pytest.mark.parametrize("address", ["a", "a@", "@b.test", "a@b", "a b@c.test", "a@b..test", "a@b.test.", "a@b@c.test"])
def test_an_address_that_no_mail_could_go_to(address: str):
    assert not is_email(address, strictly=True)
