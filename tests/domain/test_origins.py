"""Origins: what may stand in the header that says who shows a page within theirs."""

import pytest

from myaccount.domain.origins import MOST, Origins, is_origin, read, read_lines
from myaccount.domain.parsing import FieldError


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.cedar.test", "https://www.cedar.test"),
        ("https://www.cedar.test/", "https://www.cedar.test"),
        ("HTTPS://WWW.Cedar.Test", "https://www.cedar.test"),
        ("https://cedar.test:443", "https://cedar.test"),
        ("https://cedar.test:8443", "https://cedar.test:8443"),
        ("https://cèdre.test", "https://xn--cdre-5oa.test"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://clinic.localhost", "http://clinic.localhost"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_a_website_is_written_as_browsers_write_it(typed: str, origin: str):
    assert read(typed) == origin
    assert is_origin(origin)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("www.cedar.test", "origins.scheme"),
        ("", "origins.scheme"),
        ("*", "origins.scheme"),
        ("javascript:alert(1)", "origins.scheme"),
        ("https:cedar.test", "origins.scheme"),
        ("null", "origins.scheme"),
        ("http://www.cedar.test", "origins.insecure"),
        ("http://127.0.0.1.cedar.test", "origins.insecure"),
        ("http://notlocalhost", "origins.insecure"),
        ("https://cedar.test/book", "origins.path"),
        ("https://cedar.test?x", "origins.path"),
        ("https://cedar.test#x", "origins.path"),
        ("https://*.cedar.test", "origins.unreadable"),
        ("https://", "origins.unreadable"),
        ("https://user@cedar.test", "origins.unreadable"),
        ("https://cedar.test:99999", "origins.unreadable"),
        ("https://cedar.test; script-src *", "origins.unreadable"),
        ("https://cedar.test https://evil.test", "origins.unreadable"),
        ("https://cedar.test,evil.test", "origins.unreadable"),
        ("https://cedar..test", "origins.unreadable"),
        ("https://[::1", "origins.unreadable"),
        ("https://\ud800.test", "origins.unreadable"),
        (f"https://{'a.' * 120}test", "origins.unreadable"),
    ],
)
def test_anything_else_is_turned_down_with_the_reason(typed: str, why: str):
    with pytest.raises(FieldError) as wrong:
        read(typed)
    assert wrong.value.key == why
    assert not is_origin(typed)


def test_a_list_is_typed_one_a_line_and_holds_each_once():
    assert read_lines("https://a.test\n\n  https://b.test/ \r\nHTTPS://A.test\n") == (
        "https://a.test",
        "https://b.test",
    )
    assert read_lines(" \n") == Origins()


def test_one_wrong_line_spoils_the_list_and_is_named():
    with pytest.raises(FieldError) as wrong:
        read_lines("https://a.test\nb.test")
    assert wrong.value.facts["typed"] == "b.test"


def test_it_has_an_end():
    lines = [f"https://w{number}.test" for number in range(MOST + 1)]
    assert len(read_lines("\n".join(lines[:-1]))) == MOST
    with pytest.raises(FieldError):
        read_lines("\n".join(lines))
