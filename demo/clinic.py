"""The demo clinic as a clinic file: fictional, the same every time, and always around now."""

from datetime import datetime
from random import Random
from typing import Any

from demo import people
from demo.diary import ZONE, Diary
from demo.documents import documents
from demo.forms import form_templates, forms
from demo.logo import LOGO
from demo.money import money
from demo.packages import packages

SEED = 2026
SLUG = "cedar"
FRESH = "fresh-"
"""How the id of the visit begins that Alice has just booked; it goes on with the time of the start."""


def build(now: datetime, video: str, website: str = "") -> dict[str, Any]:
    """Make the clinic file. Times: `now` is aware UTC.

    `video` is the address where online visits meet, and `website` the one that stands for the clinic's own website.
    The cancellation period is 48 hours, so that tomorrow's visit is inside it at whatever hour the demo starts.
    """
    random = Random(SEED)  # noqa: S311  (the same clinic every time is what it is for)
    patients = people.patients(random)
    diary = Diary(now, [patient["id"] for patient in patients], video, random)
    diary.fill(f"{FRESH}{now:%Y%m%d%H%M%S}")
    invoices, payments = money(diary.appointments, TREATMENTS)
    return {
        "format": "myaccount-clinic/1",
        "clinic": CLINIC,
        "settings": {
            "allow_cancellations": True,
            "cancellation_period_hours": 48,
            "second_email_reminder_hours": 4,
            "text_reminder_hours": 24,
            "client_selectable_reminders": True,
            "booking_question": "Is there anything we should know before your visit?",
            "wait_list": True,
            "payments": True,
            "packages": True,
            "auto_redeem_online": True,
            "patient_uploads": True,
            "family_profiles": True,
            "social_google": True,
            "social_facebook": True,
            "social_x": True,
            "embed_allowed_origins": [website] if website else [],
        },
        "locations": LOCATIONS,
        "treatments": TREATMENTS,
        "staff": people.staff(),
        "patients": patients,
        "classes": diary.classes,
        "appointments": diary.appointments,
        "form_templates": form_templates(),
        "forms": forms(),
        "documents": documents(),
        "packages": packages(now),
        "invoices": invoices,
        "payments": payments,
        "relationships": people.relationships(),
    }


CLINIC: dict[str, Any] = {
    "slug": SLUG,
    "name": "Cedar Heron Health",
    "legal_name": "Cedar Heron Health Inc.",
    "country": "CA",
    "currency": "CAD",
    "language": "en",
    "time_zone": ZONE,
    "phone": "604-555-0100",
    "email": "hello@cedar.test",
    "domains": [],
    "color": "#1f6f5c",
    "tax_number": "123456789 RT0001",
    "logo": LOGO,
}

LOCATIONS: list[dict[str, Any]] = [
    {
        "id": "kitsilano",
        "name": "Kitsilano",
        "time_zone": ZONE,
        "address": "118 Heron Walk, Vancouver BC",
        "phone": "604-555-0100",
    },
    {
        "id": "mount-pleasant",
        "name": "Mount Pleasant",
        "time_zone": ZONE,
        "address": "41 Cedar Row, Vancouver BC",
        "phone": "604-555-0101",
    },
]


def _treatment(
    name: str, title: str, discipline: str, minutes: int, cents: int, *, tax: int = 0, capacity: int | None = None
) -> dict[str, Any]:
    return {
        "id": name,
        "name": title,
        "discipline": discipline,
        "minutes": minutes,
        "buffer_minutes": 0 if capacity else 10,
        "price_cents": cents,
        "tax_ppm": tax,
        "kind": "class" if capacity else "one_on_one",
        "online": name.endswith("-video"),
        "capacity": capacity,
        "book_online": True,
        "cpt": None,
    }


GST = 50_000

TREATMENTS: list[dict[str, Any]] = [
    _treatment("physio-60", "Physiotherapy, 60 minutes", "Physiotherapy", 60, 13500),
    _treatment("physio-30", "Physiotherapy follow-up, 30 minutes", "Physiotherapy", 30, 8500),
    _treatment("physio-video", "Physiotherapy by video, 30 minutes", "Physiotherapy", 30, 8000),
    _treatment("massage-60", "Massage therapy, 60 minutes", "Massage therapy", 60, 12800, tax=GST),
    _treatment("massage-90", "Massage therapy, 90 minutes", "Massage therapy", 90, 17500, tax=GST),
    _treatment("counselling-50", "Counselling, 50 minutes", "Counselling", 50, 15000),
    _treatment("counselling-video", "Counselling by video, 50 minutes", "Counselling", 50, 15000),
    _treatment("naturo-60", "Naturopathic visit, 60 minutes", "Naturopathy", 60, 18500),
    _treatment("naturo-video", "Naturopathic follow-up by video, 30 minutes", "Naturopathy", 30, 9500),
    _treatment("hygiene-60", "Dental hygiene, 60 minutes", "Dental hygiene", 60, 16500),
    _treatment("yoga", "Gentle yoga class", "Movement", 60, 2200, tax=GST, capacity=10),
    _treatment("pilates", "Mat Pilates class", "Movement", 50, 2400, tax=GST, capacity=8),
]
