"""What the demo's patients have bought ahead."""

from datetime import datetime, timedelta
from typing import Any

from demo.diary import ZONE
from myaccount.domain.time import wall_time


def packages(now: datetime) -> list[dict[str, Any]]:
    """Give Alice a package that is begun and one that is over, and others a membership. Times: aware UTC."""
    today = wall_time(now, ZONE).local.date()

    def day(after: int) -> str:
        return (today + timedelta(days=after)).isoformat()

    physio, massage = ["physio-60", "physio-30"], ["massage-60", "massage-90"]
    return [
        _package("alice-physio", "alice", "5 × physio", physio, 5, 2, purchased=day(-52)),
        _package("alice-massage", "alice", "3 × massage", massage, 3, 3, purchased=day(-300), expires=day(65)),
        _membership("camille-classes", "camille", "Classes, 4 a month", ["yoga", "pilates"], 4, day(-75)),
        _membership("bob-yoga", "bob", "Yoga, unlimited", ["yoga"], None, day(-20)),
    ]


def _package(name: str, who: str, title: str, treatments: list[str], *uses: int, **days: str) -> dict[str, Any]:
    quantity, used = uses
    return {
        "id": name, "patient": who, "name": title, "kind": "package", "quantity": quantity, "used": used,
        "treatments": treatments, **days,
    }  # fmt: skip


def _membership(
    name: str, who: str, title: str, treatments: list[str], quantity: int | None, bought: str
) -> dict[str, Any]:
    return {
        "id": name, "patient": who, "name": title, "kind": "membership", "cycle": "month", "quantity": quantity,
        "treatments": treatments, "purchased": bought,
    }  # fmt: skip
