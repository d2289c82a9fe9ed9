"""The clinic of all scenes. It is made once for each process that looks at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.portal import Clinic, Portal
from tests.ui.accessibility.people import full_clinic
from tests.ui.accessibility.place import Place
from tests.ui.conftest import FLAGS, HEADLESS
from tests.ui.journeys import take_payments


@pytest.fixture(scope="session")
def everybody(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """The clinic with everybody in it, where payments can be taken."""
    clinic = full_clinic(portal, tmp_path_factory.mktemp("documents"))
    with sync_playwright() as playwright:  # gone before the file's own browser, as two of them cannot run at once
        browser = playwright.chromium.launch(executable_path=HEADLESS, args=FLAGS)
        take_payments(browser.new_page(), clinic)
        browser.close()
    return clinic


@pytest.fixture(scope="module")
def place(everybody: Clinic, chromium: Browser) -> Iterator[Place]:
    """Where the scenes of a file are looked at."""
    yield Place(everybody, chromium, {})
    for context in chromium.contexts:
        context.close()
