"""What stands at the head of a built page, in the order in which a browser asks for it."""

import re

import pytest

from myaccount import build
from myaccount.web import theme

CLIENT = build.WEB / "build/client"


@pytest.fixture(scope="module", params=["sign-in", "account", "book"])
def head(request: pytest.FixtureRequest) -> str:
    build.ensure_built()
    return (CLIENT / request.param / "index.html").read_text().partition("</head>")[0]


def test_what_a_page_waits_for_before_it_is_painted_is_asked_for_before_any_script(head: str):
    styles = re.findall(r'<link href="([^"]+)" rel="stylesheet"', head)
    assert theme.ADDRESS in styles
    assert len(styles) == 2
    early = head[: head.index('rel="modulepreload"')]
    assert set(re.findall(r'<link as="style" href="([^"]+)" rel="preload"', early)) == set(styles)


def test_a_browsers_bar_has_a_colour_for_light_and_one_for_dark(head: str):
    [light, dark] = re.findall(r'<meta content="#\w{6}" media="([^"]+)" name="theme-color"', head)
    assert (light, dark) == ("(prefers-color-scheme: light)", "(prefers-color-scheme: dark)")


def test_the_picture_beside_a_link_is_there(head: str):
    [picture] = re.findall(r'<meta content="([^"]+)" property="og:image"', head)
    assert (CLIENT / picture.removeprefix("/")).is_file()
