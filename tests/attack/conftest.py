"""The world that is attacked, at the portal that every test from outside shares."""

from pathlib import Path

import pytest

from tests.attack.world import World
from tests.portal import Portal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one process: they share a server, and an address that may try only so often."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("attack"))


@pytest.fixture(scope="session")
def world(portal: Portal) -> World:
    """Alice and those who are not her."""
    return World.build(portal)
