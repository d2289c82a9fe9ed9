"""Who is whose family in these tests: Bob may act for Alice."""

from datetime import date

from sqlmodel import select

from myaccount.domain.family import Permission
from myaccount.models import Person, Relationship
from myaccount.services.family import granting
from tests.scenes import Scene

EVERYTHING = frozenset(Permission)


def granted(
    scene: Scene,
    *permissions: Permission,
    whose: str = "alice",
    who: str = "bob",
    until: date | None = None,
    label: str = "child",
) -> str:
    """Turn Family on, and let somebody act for somebody else; all there is unless permissions are named."""
    scene.set("family_profiles", True)
    with scene.database.writing() as tx:
        pair = (tx.get_one(Person, scene.people[whose]), tx.get_one(Person, scene.people[who]))
        return granting.grant(tx, scene.ctx(whose), pair, permissions or EVERYTHING, until, label)


def rows(scene: Scene) -> list[Relationship]:
    """Every relationship there is."""
    with scene.database.writing() as tx:
        return list(tx.exec(select(Relationship).order_by(Relationship.id)).all())
