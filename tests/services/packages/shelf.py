"""Packages and memberships for the people of the scene, and shorthand for what is redeemed of them."""

from datetime import date
from typing import Any

from myaccount.models import Package, PackageTreatment, Redemption
from myaccount.services.packages import desk_redemptions
from tests.scenes import NOW, Scene

BOUGHT = date(2026, 10, 1)


def give(scene: Scene, who: str = "alice", name: str = "5 × physio", covers: str = "physio-60", **facts: Any) -> str:
    """Give somebody a package of five; give back its id."""
    place = scene.place_of(who)
    columns = {"kind": "package", "quantity": 5, "purchased_on": BOUGHT, "created_at": NOW} | facts
    row = Package(clinic_id=place.clinic_id, person_id=scene.people[who], name=name, **columns)
    with scene.database.writing() as tx:
        tx.add(row)
        tx.flush()
        tx.add(PackageTreatment(package_id=row.id, treatment_id=place.treatments[covers]))
    return row.id


def turn_on(scene: Scene, *, online: bool = True) -> None:
    """Let Cedar have packages in its portal, and redeem them online by itself."""
    scene.set("packages", True)
    scene.set("auto_redeem_online", online)


def redeem(scene: Scene, visit: str, package: str, who: str = "dana", now=NOW) -> None:
    scene.database.write(desk_redemptions.redeem, scene.staff_ctx(who, now=now), visit, package)


def release(scene: Scene, visit: str, who: str = "dana", now=NOW) -> None:
    scene.database.write(desk_redemptions.release, scene.staff_ctx(who, now=now), visit)


def states(scene: Scene, package: str) -> list[str]:
    """List what became of a package's uses, in the order in which they were redeemed."""
    rows = sorted(scene.rows(Redemption, package_id=package), key=lambda row: (row.created_at, row.changed_at))
    return [row.state for row in rows]


def live(scene: Scene, visit: str) -> str:
    """Tell which package a visit has a use of; blank for none."""
    found = [row for row in scene.rows(Redemption, appointment_id=visit) if row.state != "released"]
    return found[0].package_id if found else ""
