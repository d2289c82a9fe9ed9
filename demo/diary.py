"""The demo clinic's diary: who sees whom when, from half a year ago to four weeks ahead.

Times are relative to now, so that the clinic is alive whenever it is looked at.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from demo.people import AWAY, staff
from myaccount.domain.time import wall_time

ZONE = "America/Vancouver"
SLOTS = ("09:00", "10:30", "13:00", "14:30", "16:00")
FIRST_DAY, LAST_DAY = -120, 28
ALICE_EVERY, ALICE_VISITS = 9, 34
CAMILLE_EVERY, CAMILLE_VISITS = 16, 8
NOON = "12:00"
"""Between the slots that all others have."""
ALICE_MISSED, ALICE_CANCELLED = (4, 19), (2, 9, 15, 23)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SITTINGS = (
    ("mon", "18:00", "yoga"),
    ("tue", "12:00", "pilates"),
    ("wed", "18:00", "yoga"),
    ("sat", "10:00", "pilates"),
)

Item = dict[str, Any]
VIDEO = "alice-video"
"""The video visit that begins soon: its call is in the portal itself. Those of others are elsewhere."""


class Diary:
    """A diary in the making. Nobody is in two places at once, and each person comes at most once a day.

    `video` is where online visits meet.
    """

    def __init__(self, now: datetime, people: list[str], video: str, random: Random) -> None:
        self.now = wall_time(now, ZONE).local
        self.people = people
        self.video = video
        self.random = random
        self.appointments: list[Item] = []
        self.classes: list[Item] = []
        self._staff = {member["id"]: member for member in staff() if member["treatments"]}
        self._busy: set[tuple[str, int]] = set()
        self._slots: set[tuple[str, int, str]] = set()

    def fill(self, fresh_id: str) -> None:
        """Write the whole diary: Alice's scene first, then everybody else around it."""
        self._alice_now(fresh_id)
        self._alice_before()
        self._camille()
        self._sittings()
        for day in range(FIRST_DAY, LAST_DAY + 1):
            for member in self._staff:
                self._day_of(member, day)

    def works(self, member: str, day: int) -> bool:
        """Tell whether somebody is on shift and not away, so many days from today."""
        if day in AWAY.get(member, ()):
            return False
        weekday = WEEKDAYS[(self.now + timedelta(days=day)).weekday()]
        return any(weekday in shift["weekdays"] for shift in self._staff[member]["shifts"])

    def _alice_now(self, fresh_id: str) -> None:
        self._visit(fresh_id, "alice", self._on_shift(("tomasz", "aroha"), 1), "massage-60", 1, "14:30", booked="now")
        self._visit("alice-tomorrow", "alice", self._on_shift(("sam", "mei"), 1), "physio-60", 1, "10:30")
        self._visit("alice-soon", "alice", self._on_shift(("sam", "mei"), 5), "physio-30", 5, "09:00")
        self._add(VIDEO, "alice", "sam", "physio-video", "now+10m", "today-6d 12:20", "booked")
        self._busy |= {("alice", day) for day in range(FIRST_DAY * 3, LAST_DAY)}

    def _alice_before(self) -> None:
        kinds = (("sam", "physio-60"), ("tomasz", "massage-60"), ("ines", "counselling-50"), ("sam", "physio-30"))
        for number in range(ALICE_VISITS):
            member, treatment = kinds[number % len(kinds)]
            day = next(day for day in range(-5 - ALICE_EVERY * number, -1000, -1) if self.works(member, day))
            state = "no_show" if number in ALICE_MISSED else "cancelled" if number in ALICE_CANCELLED else "arrived"
            self._visit(f"alice-{number:02}", "alice", member, treatment, day, SLOTS[number % len(SLOTS)], state=state)

    def _camille(self) -> None:
        day = next(day for day in range(3, 10) if self.works("ines", day))
        self._visit("camille-video", "camille", "ines", "counselling-video", day, "13:00")
        self._visit("camille-soon", "camille", self._on_shift(("sam", "mei"), 2), "physio-30", 2, "16:00")
        kinds = (("ines", "counselling-50"), ("sam", "physio-60"), ("tomasz", "massage-60"))
        for number in range(CAMILLE_VISITS):
            member, treatment = kinds[number % len(kinds)]
            day = next(day for day in range(-6 - CAMILLE_EVERY * number, -1000, -1) if self.works(member, day))
            self._visit(f"camille-{number:02}", "camille", member, treatment, day, NOON, state="arrived")
        self._busy |= {("camille", day) for day in range(FIRST_DAY * 3, LAST_DAY)}

    def _on_shift(self, members: tuple[str, ...], day: int) -> str:
        """Choose who works that day; between them, they work every day of the week."""
        return next(member for member in members if self.works(member, day))

    def _day_of(self, member: str, day: int) -> None:
        if member == "kai" or not self.works(member, day) or (member == "ines" and day in (0, 1)):
            return
        for slot in SLOTS:
            chance = 0.55 if day < 0 else 0.6 - day * 0.012
            is_free = (member, day, slot) not in self._slots and not (member == "sam" and self._is_about_now(day, slot))
            if self.random.random() < chance and is_free:
                treatment = self.random.choice(self._staff[member]["treatments"])
                who = self._somebody(day)
                self._visit(f"{member}-{day}-{slot}", who, member, treatment, day, slot, state=self._state(day, slot))

    def _is_about_now(self, day: int, slot: str) -> bool:
        """Tell whether a slot could run into the video visit that begins soon."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(days=day)
        hours, minutes = map(int, slot.split(":"))
        distance = midnight + timedelta(hours=hours, minutes=minutes) - self.now.replace(tzinfo=None)
        return abs(distance) < timedelta(hours=2)

    def _somebody(self, day: int) -> str:
        return self.random.choice([who for who in self.people if (who, day) not in self._busy])

    def _state(self, day: int, slot: str) -> str:
        luck = self.random.random()
        if (day, slot) >= (0, f"{self.now:%H:%M}"):
            return "cancelled" if luck < 0.06 else "booked"
        return "no_show" if luck < 0.05 else "cancelled" if luck < 0.12 else "arrived"

    def _visit(
        self,
        name: str,
        who: str,
        member: str,
        treatment: str,
        day: int,
        slot: str,
        booked: str = "",
        state: str = "booked",
    ) -> None:
        self._busy.add((who, day))
        self._slots.add((member, day, slot))
        booked = booked or self._booked(day)
        self._add(name, who, member, treatment, _at(day, slot), booked, state)

    def _booked(self, day: int) -> str:
        at = f"{self.random.randint(8, 20):02}:{self.random.randint(0, 59):02}"
        return _at(min(day, 0) - self.random.randint(2, 24), at)

    def _add(
        self,
        name: str,
        who: str,
        member: str,
        treatment: str,
        start: str,
        booked: str,
        state: str,
        sitting: str | None = None,
    ) -> None:
        online = treatment.endswith("-video")
        self.appointments.append(
            {
                "id": name,
                "patient": who,
                "staff": member,
                "treatment": treatment,
                "location": self._staff[member]["shifts"][0]["location"],
                "start": start,
                "booked_at": booked,
                "state": state,
                "class": sitting,
                "call_url": f"{self.video}/{name}" if online and name != VIDEO and start[:6] != "today-" else None,
            }
        )

    def _sittings(self) -> None:
        alice_joins = True
        for day in range(-60, 22):
            for weekday, slot, treatment in SITTINGS:
                if weekday == WEEKDAYS[(self.now + timedelta(days=day)).weekday()]:
                    joins = alice_joins and day >= 6
                    self._sitting(f"{treatment}{day}", treatment, day, slot, ["alice"] if joins else [])
                    alice_joins = alice_joins and not joins

    def _sitting(self, name: str, treatment: str, day: int, slot: str, first: list[str]) -> None:
        place = self._staff["kai"]["shifts"][0]["location"]
        self.classes.append(
            {"id": name, "treatment": treatment, "staff": "kai", "location": place, "start": _at(day, slot)}
        )
        free = [who for who in self.people if (who, day) not in self._busy]
        for who in [*first, *self.random.sample(free, self.random.randint(3, 7))]:
            self._busy.add((who, day))
            state = "booked" if who in first else self._state(day, slot)
            self._add(f"{name}-{who}", who, "kai", treatment, _at(day, slot), self._booked(day), state, name)


def _at(day: int, slot: str) -> str:
    return f"today{day:+d}d {slot}"
