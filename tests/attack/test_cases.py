"""The core attacks on the portal, and on one whose locks were taken off."""

import pytest

from tests.attack.cases import CASES, Attack
from tests.attack.world import World
from tests.portal import served

PROVEN = 20
HELD_BY_THE_GATE = {
    "a stolen token without a cookie",
    "a stolen token with the thiefs own cookie",
    "an ended session on an open socket still acts",
    "a reason that is none 5",
}
"""Some of what is turned away at each event. While they get through, the gate is off, and does not merely break."""


@pytest.mark.parametrize("name", CASES)
def test_it_does_not_get_through(world: World, name: str) -> None:
    assert not CASES[name](world)


def test_without_the_locks_at_least_twenty_get_through(tmp_path_factory: pytest.TempPathFactory) -> None:
    with served(tmp_path_factory.mktemp("sabotaged"), module="tests.attack.sabotaged") as portal:
        open_world = World.build(portal)
        through = [name for name, attack in CASES.items() if _gets_through(attack, open_world)]
    assert len(through) >= PROVEN, through
    assert set(through) >= HELD_BY_THE_GATE, through


def _gets_through(attack: Attack, world: World) -> bool:
    """Tell whether it does. What breaks on the way has not got through."""
    try:
        return attack(world)
    except Exception:
        return False
