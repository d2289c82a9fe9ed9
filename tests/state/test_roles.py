"""Every handler of the clinic's side, asked by everybody: the right roles, the wrong ones, and strangers."""

import logging

import pytest

from myaccount.domain.people import Role
from myaccount.models import AuditEntry, Staff
from myaccount.state.marks import MARK, Access, Mark
from tests.scenes import Scene
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.state.test_gate import ours
from tests.state.world import World, kept

PEOPLE: dict[str, Role | None] = {
    "robin": Role.OWNER, "dana": Role.FRONT_DESK, "sam": Role.PRACTITIONER, "alice": None,
}  # fmt: skip
STRANGERS = ["kim", "pat", "charlie", None]
SAYING = ("Alice", "Moreau", "moreau@mail.test", "old@mail.test")
HOSTILE = ["", "x" * 5000, "\x00", "\ud800", "‮", "'; drop table person; --", "../../x", 10**30, -(10**30), None, 1.5]
HOSTILE += [True, [], {}, [["a"] * 100], {"a": {"b": 1}}, {"x" * 200: "y"}, {"email": "\ud800"}, {"name": "\x00"}]


def staff_handlers() -> dict[str, Mark]:
    marks = {name: getattr(handler.fn, MARK, None) for name, handler in ours().items()}
    return {name: mark for name, mark in marks.items() if mark and mark.access is Access.STAFF}


async def tab_of(visitors: Visitors, world: World, who: str | None) -> Tab:
    tab = await visitors.tab(who, path="/clinic/x", at="alice" if who is None else None)
    tab.query = {"person_id": world.ids["person_id"], "template_id": world.ids["template_id"]}
    return tab


every_handler = pytest.mark.parametrize("name", staff_handlers())


ALLOWED = [(name, who) for name, mark in staff_handlers().items() for who, role in PEOPLE.items() if role in mark.roles]


@pytest.mark.parametrize(("name", "who"), ALLOWED)
async def test_it_obeys_its_roles(visitors: Visitors, name: str, who: str):
    world = World.build(visitors.scene)
    tab = await tab_of(visitors, world, who)
    entries = len(visitors.scene.rows(AuditEntry))
    staff_handlers()[name].accepts(**world.call(name))
    await tab.send(name, **world.call(name))
    assert "refused" not in {entry.action for entry in visitors.scene.rows(AuditEntry)[entries:]}


@pytest.mark.parametrize("who", ["dana", "sam", "alice"])
async def test_none_obeys_any_other_role(visitors: Visitors, who: str):
    """Robin, the owner, may call all of them."""
    world = World.build(visitors.scene)
    before, names = kept(visitors.scene), [name for name in staff_handlers() if (name, who) not in ALLOWED]
    for name in names:
        tab = await tab_of(visitors, world, who)
        entries = len(visitors.scene.rows(AuditEntry))
        await tab.send(name, **world.call(name))
        (written,) = visitors.scene.rows(AuditEntry)[entries:]
        assert (tab.sent, written.action, written.actor_id) == ([], "refused", visitors.scene.people[who]), name
        assert written.facts == {"what": name.rpartition(".")[2]}
    assert kept(visitors.scene) == before
    assert names


@pytest.mark.parametrize("who", STRANGERS)
async def test_none_tells_strangers_anything_or_changes_anything_of_this_clinic(visitors: Visitors, who: str | None):
    """Kim works elsewhere · Pat treats others at this clinic · Charlie is a patient elsewhere · somebody signed out."""
    if who == "pat":
        _pat(visitors.scene)
    world = World.build(visitors.scene)
    before = of_this_clinic(visitors.scene)
    for name in staff_handlers():
        tab = await tab_of(visitors, world, who)
        await tab.send(name, **world.call(name))
        assert [word for word in SAYING if word in str(tab.sent)] == [], name
    assert of_this_clinic(visitors.scene) == before


def of_this_clinic(scene: Scene) -> dict[str, list[str]]:
    """What is kept that names this clinic, or something that has been made in it."""
    return {table: [row for row in rows if scene.cedar.clinic_id in row] for table, rows in kept(scene).items()}


@pytest.mark.parametrize("who", ["robin", "dana", "sam"])
@every_handler
async def test_whatever_it_is_given_by_those_who_may_it_is_no_bug(
    visitors: Visitors, caplog: pytest.LogCaptureFixture, name: str, who: str
):
    world = World.build(visitors.scene)
    fitting = world.call(name)
    with caplog.at_level(logging.ERROR):
        tab = await tab_of(visitors, world, who)
        for key in fitting:
            for value in HOSTILE:
                await tab.send(name, **{**fitting, key: value})
        for asked in HOSTILE[:7]:
            tab.query = {
                "person_id": asked,
                "template_id": asked,
                "day": asked,
                "view": "week",
                "staff": asked,
                "location": asked,
            }
            await tab.send(name, **fitting)
    assert [record.getMessage() for record in caplog.records] == []


def _pat(scene: Scene) -> None:
    """Let Robin treat patients, and nothing else: another practitioner of the clinic."""
    with scene.database.writing() as tx:
        tx.get_one(Staff, scene.staff["robin"]).role = "practitioner"
    scene.people["pat"] = scene.people["robin"]
