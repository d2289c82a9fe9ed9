"""Fifty sockets that want one time at one moment, and a server that is killed while somebody books."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from myaccount.models import Appointment, BookingHold, Claim, Package, Redemption
from myaccount.models import Clinic as ClinicTable
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.held import HeldState
from myaccount.state.booking.newcomer import NewcomerState
from myaccount.state.clinic.desk import DeskState
from tests import databases
from tests.attack.socket import Said, Tab
from tests.attack.world import Person, sign_in
from tests.portal import Clinic, Portal, appointment, served, treatment

CROWD = 50
TURN = 60.0
"""How long the first may wait while all the others have their turn, on a machine that has other things to do."""
ROUNDS = int(os.environ.get("RACE_ROUNDS", "1"))
"""How often each race is run. `RACE_ROUNDS=100` for the whole of it, on both databases: that takes long."""

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS = [{"location": "main", "weekdays": WEEK, "from": "09:00", "to": "17:00", "mode": "bookable"}]
NOOR = {
    "first_name": "Noor", "last_name": "Haddad", "email": "noor@mail.test", "mobile": "",
    "date_of_birth": "1991-05-06", "website": "",
}  # fmt: skip


def whole_of_it(what: str, *marks: pytest.MarkDecorator) -> Any:
    """Name what is raced for only where the whole of it was asked for: the same races are run without sockets."""
    rest = pytest.mark.skipif("RACE_ROUNDS" not in os.environ, reason="RACE_ROUNDS=100 runs it")
    return pytest.param(what, marks=[rest, *marks])


def open_every_day(portal: Portal) -> Clinic:
    clinic = portal.clinic()
    staff = [dict(one) for one in clinic.file["staff"]]
    staff[-1]["shifts"] = DAYS
    clinic.update(staff=staff, settings={"verify_new_patients": False})
    return clinic


def guest(clinic: Clinic) -> Person:
    """Somebody new, as whom the booking page knows them by their cookie."""
    [cookie] = Person(clinic).get("/book").cookies
    return Person(clinic, cookie.partition(";")[0])


def act(tab: Tab, handler: Any, **arguments: Any) -> Said:
    return tab.call(name_of(handler), **arguments)


def name_of(handler: Any) -> str:
    return f"{handler.state_full_name}.{handler.fn.__name__}"


def at_the_times(person: Person) -> tuple[Tab, dict[str, Any]]:
    """Open the booking page where the times of physiotherapy are, and give back its second day's first."""
    tab = person.tab(path="/book")
    said = act(tab, BookingState.load)
    wanted = next(one for one in said.var("treatments") if one["name"] == "Physiotherapy")
    said = act(tab, BookingState.choose_treatment, treatment_id=wanted["id"])
    said = act(tab, BookingState.choose_day, day=said.var("days")[1]["day"])
    return tab, said.var("times")[0]


def chosen(time_choice: dict[str, Any]) -> dict[str, Any]:
    return {name: time_choice[name] for name in ("at", "staff_id", "class_id")}


def rush(tabs: list[Tab], calls: list[dict[str, Any]], handler: Any) -> list[Said]:
    """Send what each says at one moment, and hear what each is told."""
    for tab, arguments in zip(tabs, calls, strict=True):
        tab.send(name_of(handler), **arguments)
    return [tab.hear(TURN) for tab in tabs]


def close(tabs: list[Tab]) -> None:
    for tab in tabs:
        tab.close()


@pytest.fixture(scope="module", params=["sqlite", whole_of_it("postgres", pytest.mark.postgres)])
def rushed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal on either database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("portal")
        return
    server = request.getfixturevalue("postgres_server")
    with databases.postgres(server) as url, served(tmp_path_factory.mktemp("rush"), url) as portal:
        portal.clinic()
        yield portal


def test_of_fifty_sockets_that_want_one_time_one_gets_it_and_the_others_are_told(rushed: Portal) -> None:
    clinic = open_every_day(rushed)
    opened = [at_the_times(guest(clinic)) for _ in range(CROWD)]
    [wanted] = {tuple(chosen(first).items()) for _, first in opened}
    _one_holds_it(rushed, [tab for tab, _ in opened], dict(wanted), f"staff:{dict(wanted)['staff_id']}")


@pytest.mark.parametrize("what", [whole_of_it("place")])
def test_of_fifty_sockets_that_want_one_place_in_a_class_one_gets_it(rushed: Portal, what: str) -> None:
    clinic = open_every_day(rushed)
    yoga = treatment("yoga", "Gentle yoga", 60) | {"kind": "class", "capacity": 1}
    staff = [*clinic.file["staff"][:-1], clinic.file["staff"][-1] | {"treatments": ["yoga"]}]
    sitting = {"id": "one", "treatment": "yoga", "staff": "sam", "location": "main", "start": "today+2d 18:00"}
    clinic.update(treatments=[*clinic.file["treatments"], yoga], staff=staff, classes=[sitting])
    tabs = []
    for _ in range(CROWD):
        tab = guest(clinic).tab(path="/book")
        found = next(one for one in act(tab, BookingState.load).var("treatments") if one["name"] == "Gentle yoga")
        first = act(tab, BookingState.choose_treatment, treatment_id=found["id"]).var("times")[0]
        tabs.append(tab)
    _one_holds_it(rushed, tabs, chosen(first), f"class:{first['class_id']}")


def _one_holds_it(portal: Portal, tabs: list[Tab], wanted: dict[str, Any], resource: str) -> None:
    """Let them all choose one time, again and again; each time one holds it, and gives it back."""
    for _ in range(ROUNDS):
        heard = rush(tabs, [wanted] * len(tabs), BookingState.choose_time)
        held = [tab for tab, said in zip(tabs, heard, strict=True) if (said.var("review") or {}).get("title")]
        told = [said for said in heard if said.var("taken") is True]
        assert (len(held), len(told)) == (1, len(tabs) - 1)
        with portal.database.reading() as tx:
            holders = select(Claim.holder_id).where(col(Claim.resource).startswith(resource))
            assert len(set(tx.exec(holders).all())) == 1
        act(held[0], HeldState.back)
    close(tabs)


@pytest.mark.parametrize("what", [whole_of_it("use")])
def test_of_fifty_sockets_that_redeem_the_last_use_one_gets_it(rushed: Portal, what: str) -> None:
    clinic = open_every_day(rushed)
    one_left = {
        "id": "one", "patient": "alice", "name": "1 × physio", "kind": "package", "quantity": 1, "used": 0,
        "treatments": ["physio"], "purchased": "2026-01-01", "expires": None,
    }  # fmt: skip
    visits = [appointment(f"v{number}", f"today+{number + 2}d 10:00") for number in range(CROWD)]
    clinic.update(settings={"packages": True}, appointments=visits, packages=[one_left])
    with rushed.database.reading() as tx:
        found = select(Package.id, Package.clinic_id).join(ClinicTable).where(ClinicTable.slug == clinic.slug)
        [(package_id, clinic_id)] = tx.exec(found).all()
        made = tx.exec(select(Appointment.id).where(Appointment.clinic_id == clinic_id)).all()
    calls = [{"appointment_id": one, "package_id": package_id} for one in made]
    dana = sign_in(clinic, "dana")
    tabs = [dana.tab(path="/clinic") for _ in range(CROWD)]
    for _ in range(ROUNDS):
        heard = rush(tabs, calls, DeskState.redeem)
        with rushed.database.reading() as tx:
            own = (Redemption.package_id == package_id, Redemption.state == "reserved")
            [redeemed] = tx.exec(select(Redemption.appointment_id).where(*own)).all()
        assert len([said for said in heard if said.var("problem")]) == CROWD - 1
        act(tabs[0], DeskState.release, appointment_id=redeemed)
    close(tabs)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the servers keep their data that are killed and started again."""
    return tmp_path_factory.mktemp("killed")


def again(person: Person, portal: Portal) -> Person:
    """The same browser, at the server that was started anew."""
    return Person(Clinic(portal, person.clinic.slug, person.clinic.file), person.cookie)


def test_what_is_held_and_said_and_booked_survives_a_kill(folder: Path) -> None:
    with served(folder) as portal:
        clinic = open_every_day(portal)
        portal.clinic()
        alice, noor = sign_in(clinic, "alice"), guest(clinic)
        tab, first = at_the_times(noor)
        held = act(tab, BookingState.choose_time, **chosen(first)).var("review")
        act(tab, NewcomerState.introduce, form=NOOR)
        own, second = at_the_times(alice)
        hers = act(own, BookingState.choose_time, **chosen(second)).var("review")
        own.send(name_of(HeldState.confirm), hold_id=hers["id"])
        time.sleep(0.01)  # in the middle of it, or just before or after: nothing may be lost either way
        portal.kill()
    with served(folder) as portal:
        back = again(noor, portal).tab(path="/book")
        said = act(back, BookingState.load)
        assert said.var("review")["id"] == held["id"]
        assert (said.var("stage"), said.var("form")["first_name"]) == ("known", "Noor")
        assert act(back, HeldState.confirm, hold_id=held["id"]).var("booked")["id"] == held["id"]
        hers_again = again(alice, portal).tab(path="/book")
        act(hers_again, BookingState.load)
        assert act(hers_again, HeldState.confirm, hold_id=hers["id"]).var("booked")["id"] == hers["id"]
        with portal.database.reading() as tx:
            assert sorted(tx.exec(select(Appointment.id)).all()) == sorted([held["id"], hers["id"]])
            assert tx.exec(select(BookingHold.id)).all() == []
            assert len(tx.exec(select(Claim.cell)).all()) == 24
