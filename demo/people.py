"""The people of the demo clinic. All of them are made up; addresses end in .test and numbers in 555-01xx."""

import unicodedata
from random import Random
from typing import Any

PASSWORD = "cedar-demo-2026"

NAMES = (
    ("Priya", "Raman"), ("Liam", "O'Connell"), ("Yuki", "Tanabe"), ("Zainab", "Hosseini"), ("Marcus", "Bell"),
    ("Sofia", "Marchetti"), ("Dylan", "Whitecloud"), ("Hannah", "Friesen"), ("Omar", "Siddiqui"), ("Ingrid", "Dahl"),
    ("Jasleen", "Dhaliwal"), ("Nikolai", "Petrenko"), ("Amara", "Nwosu"), ("Wei", "Zhang"), ("Rosa", "Delgado"),
    ("Ethan", "Kowalski"), ("Leila", "Haddad"), ("Connor", "MacIsaac"), ("Thuy", "Pham"), ("Beatriz", "Carvalho"),
    ("Arjun", "Mehta"), ("Freya", "Sørensen"), ("Malik", "Johnson"), ("Chloé", "Gagnon"), ("Ravi", "Subramaniam"),
    ("Talia", "Rosen"), ("Mateo", "Quispe"), ("Skye", "Littlejohn"), ("Hyun-woo", "Seo"), ("Esther", "Adeyemi"),
    ("Pavel", "Novotny"), ("Aaliyah", "Rahim"), ("Gordon", "Fairweather"), ("Mirela", "Popescu"), ("Kenji", "Morita"),
    ("Siobhan", "Keane"), ("Tariq", "Aziz-Lowe"), ("Lena", "Baumann"), ("Jorge", "Villanueva"), ("Nadia", "Kuznetsova"),
    ("Winston", "Clarke"), ("Anika", "Bose"), ("Piotr", "Wojcik"), ("Mahalia", "Grant"), ("Élise", "Bouchard"),
    ("Hamza", "Yilmaz"), ("Rowan", "Thistlewood"), ("Sunita", "Gurung"), ("Diego", "Paredes"), ("Tamsin", "Hollis"),
    ("Kwame", "Boateng"), ("Ariel", "Ben-Shalom"), ("Joy", "Villareal"), ("Henrik", "Aalto"), ("Fatoumata", "Diallo"),
    ("Clara", "Winterbourne"),
)  # fmt: skip


def patients(random: Random) -> list[dict[str, Any]]:
    """List sixty patients: four with a part in the scene, and fifty-six others."""
    others = [_other(index, first, last, random) for index, (first, last) in enumerate(NAMES)]
    return [*_known(), *others]


def staff() -> list[dict[str, Any]]:
    """List the ten who work at the clinic, with what they offer and when, and when they are away."""
    members = _members()
    for member in members:
        away = AWAY.get(member["id"])
        member["time_off"] = (
            [{"from": _midnight(away.start), "to": _midnight(away.stop), "note": "Course"}] if away else []
        )
    return members


AWAY = {"farid": range(2), "grace": range(1, 3), "kai": range(22, 29)}
"""Who is away on which days, counted from today: nobody has a visit with them then."""


def _midnight(day: int) -> str:
    return f"today{day:+d}d 00:00"


def _members() -> list[dict[str, Any]]:
    physio, massage = ("physio-60", "physio-30"), ("massage-60", "massage-90")
    return [
        _member("robin", "Robin", "Achterberg", "owner"),
        _member("dana", "Dana", "Oduya", "front_desk"),
        _member("sam", "Sam", "Patel", "practitioner", (*physio, "physio-video"), WEEK, "PT-00417"),
        _member("mei", "Mei-Lin", "Chau", "practitioner", physio, LATE_WEEK, "PT-00733"),
        _member("tomasz", "Tomasz", "Zielinski", "practitioner", massage, WEEK, "RMT-01288"),
        _member("aroha", "Aroha", "Ngata", "practitioner", massage, LATE_WEEK, "RMT-01340"),
        _member(
            "ines", "Inès", "Charbonneau", "practitioner", ("counselling-50", "counselling-video"), WEEK, "RCC-00952"
        ),
        _member("farid", "Farid", "Rahmani", "practitioner", ("naturo-60", "naturo-video"), MIDWEEK, "ND-00286"),
        _member("grace", "Grace", "Okafor", "practitioner", ("hygiene-60",), HYGIENE_DAYS, "RDH-00614"),
        _member("kai", "Kai", "Lindqvist", "practitioner", ("yoga", "pilates"), CLASS_DAYS),
    ]


WEEK = ("mon", "tue", "wed", "thu", "fri")
LATE_WEEK = ("wed", "thu", "fri", "sat", "sun")
MIDWEEK = ("tue", "wed", "thu")
HYGIENE_DAYS = ("mon", "wed", "fri", "sat")
CLASS_DAYS = ("mon", "tue", "wed", "thu", "sat")
SIGN_IN = ("robin", "dana", "sam", "alice", "bob", "camille")
"""Who has an account. The others have none yet: the clinic can send them the Welcome e-mail."""


def _member(
    name: str,
    first: str,
    last: str,
    role: str,
    treatments: tuple[str, ...] = (),
    weekdays: tuple[str, ...] = (),
    number: str | None = None,
) -> dict[str, Any]:
    place = "mount-pleasant" if name in ("mei", "aroha", "grace", "kai") else "kitsilano"
    hours = ("10:00", "19:30") if name == "kai" else ("09:00", "17:30")
    shift = {"location": place, "weekdays": list(weekdays), "from": hours[0], "to": hours[1], "mode": "bookable"}
    return {
        "id": name,
        "first_name": first,
        "last_name": last,
        "email": f"{name}@cedar.test",
        "role": role,
        "account": {"username": name, "password": PASSWORD} if name in SIGN_IN else None,
        "treatments": list(treatments),
        "registration_number": number,
        "npi": None,
        "shifts": [shift] if weekdays else [],
    }


def relationships() -> list[dict[str, Any]]:
    """Say who may act for whom: Alice and Bob for their children, and Bob hears of Alice's visits."""
    everything = ["bookings", "forms", "notifications", "financial_emails", "payments"]
    return [
        {"from": "noah", "to": "alice", "label": "child", "permissions": everything},
        {"from": "mia", "to": "bob", "label": "child", "permissions": everything},
        {"from": "alice", "to": "bob", "label": "friend", "permissions": ["bookings", "notifications"]},
    ]


def _known() -> list[dict[str, Any]]:
    family = "tremblay.family@mail.test"
    return [
        _patient("alice", "Alice", "Moreau", "alice.moreau@mail.test", 11, "1988-02-03", pronouns="she/her"),
        _patient("noah", "Noah", "Moreau", "alice.moreau@mail.test", 11, "2016-08-17"),
        _patient("bob", "Bob", "Tremblay", family, 12, "1979-09-21"),
        _patient("mia", "Mia", "Tremblay", family, 12, "2014-05-30"),
        _patient(
            "camille", "Camille", "Lefebvre", "camille.lefebvre@mail.test", 13, "1993-07-14",
            language="fr", time_zone="America/Toronto",
        ),
    ]  # fmt: skip


def _other(index: int, first: str, last: str, random: Random) -> dict[str, Any]:
    name = _plain(f"{first}.{last}")
    born = f"{random.randint(1946, 2010)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    pronouns = random.choice((None, None, None, "she/her", "he/him", "they/them"))
    language = "fr" if first in ("Chloé", "Élise") else None
    return _patient(
        name, first, last, f"{name}@mail.test", 20 + index, born,
        pronouns=pronouns, language=language, news=random.random() < 0.3,
    )  # fmt: skip


def _patient(
    name: str,
    first: str,
    last: str,
    email: str,
    number: int,
    born: str,
    *,
    pronouns: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    news: bool = False,
) -> dict[str, Any]:
    return {
        "id": name,
        "first_name": first,
        "last_name": last,
        "email": email,
        "mobile": f"604-555-01{number:02}",
        "date_of_birth": born,
        "pronouns": pronouns,
        "address": None,
        "time_zone": time_zone,
        "language": language,
        "marketing_opt_in": news,
        "account": {"username": name, "password": PASSWORD} if name in SIGN_IN else None,
    }


def _plain(name: str) -> str:
    """Spell a name with the letters of an e-mail address."""
    letters = unicodedata.normalize("NFKD", name.replace("ø", "o")).encode("ascii", "ignore").decode()
    return letters.lower().replace("-", "").replace("'", "")
