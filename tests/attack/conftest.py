"""The world that is attacked, at the portal that every test from outside shares."""

import pytest

from tests.attack.world import World
from tests.portal import Portal


@pytest.fixture(scope="session")
def world(portal: Portal) -> World:
    """Alice and those who are not her."""
    return World.build(portal)
