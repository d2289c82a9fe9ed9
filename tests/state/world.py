"""Everything of a clinic that a handler of its side can name, and arguments that fit each of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, get_args, get_origin

from reflex_base.registry import RegistrationContext
from sqlmodel import SQLModel, text

from demo.stripe_stand_in import PUBLISHABLE_KEY, SECRET_KEY
from myaccount.clock import now
from myaccount.domain.time import wall_time
from myaccount.models import (
    Card,
    ClassSession,
    Document,
    OutboxMessage,
    Package,
    PackageTreatment,
    Shift,
    Task,
    TimeOff,
)
from myaccount.state.clinic.booking import DeskBookingState
from myaccount.state.clinic.desk import DeskState
from myaccount.state.clinic.form_occasion import OccasionState
from myaccount.state.clinic.hours import HoursState
from myaccount.state.clinic.mail_server import MailServerState
from myaccount.state.clinic.patients import PatientsState
from myaccount.state.clinic.payment_keys import PaymentKeysState
from myaccount.state.clinic.places import ClinicInfoState, LocationsState
from myaccount.state.clinic.staff import StaffState
from myaccount.state.clinic.time_off import TimeOffState
from myaccount.state.clinic.treatments import TreatmentsState
from myaccount.state.clinic.video_server import VideoServerState
from myaccount.state.profile.documents import ProfileDocumentsState
from myaccount.state.profile.form_reading import FormReadingState
from myaccount.state.profile.forms import ProfileFormsState
from myaccount.state.profile.packages import ProfilePackagesState
from myaccount.state.profile.profile import ProfileState
from myaccount.store import documents
from tests import jitsi_server
from tests.scenes import ZONE, Scene
from tests.services import own_post
from tests.services.intake import paper
from tests.state.tab import full_name
from tests.stripe_cards import set_up

SAMPLES: dict[Any, Any] = {str: "x", bool: True, int: 1}


@dataclass(frozen=True)
class World:
    """The scene with one of everything in it; `ids` are by the names that handlers give them."""

    scene: Scene
    ids: dict[str, Any]

    @classmethod
    def build(cls, scene: Scene, patient: str = "alice") -> "World":
        """Give a patient a visit today with Sam, a request and a message that failed, and Sam hours and a class."""
        place, moment = scene.cedar, now()
        set_up(scene)
        begins = moment.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        found = {
            "appointment_id": scene.book(patient, begins),
            "staff_id": place.staff_id,
            "treatment_id": place.treatments["physio-60"],
            "location_id": place.location_id,
            "person_id": scene.people[patient],
        }
        rows = {
            "class_id": a_sitting(scene, begins + timedelta(hours=3)),
            "shift_id": Shift(
                clinic_id=place.clinic_id, staff_id=place.staff_id, location_id=place.location_id, weekday=0,
                opens=time(9), closes=time(17),
            ),
            "off_id": TimeOff(
                clinic_id=place.clinic_id, staff_id=place.staff_id, starts_local=datetime(2040, 1, 2),
                ends_local=datetime(2040, 1, 3), zone=ZONE, zone_data="test",
                starts_at=datetime(2040, 1, 2, 5, tzinfo=UTC), ends_at=datetime(2040, 1, 3, 5, tzinfo=UTC),
            ),
            "card_id": Card(
                clinic_id=place.clinic_id, person_id=scene.people[patient], method_id="pm_x", brand="visa",
                last4="4242", exp_month=12, exp_year=2031, is_default=True, added_at=moment,
            ),
            "task_id": Task(
                clinic_id=place.clinic_id, kind="correction", person_id=scene.people[patient], note="x",
                created_at=moment,
            ),
            "package_id": Package(
                clinic_id=place.clinic_id, person_id=scene.people[patient], name="x", kind="package", quantity=5,
                purchased_on=moment.date() - timedelta(days=9), created_at=moment,
            ),
            "document_id": Document(
                clinic_id=place.clinic_id, person_id=scene.people[patient], kind="chart_entry", folder="chart_entry",
                title="x", dated=moment.date(), created_at=moment,
            ),
            "message_id": OutboxMessage(
                clinic_id=place.clinic_id, person_id=scene.people[patient], dedupe="x", kind="visit_cancelled",
                language="en", recipient="old@mail.test", state="failed", due_at=moment, created_at=moment,
            ),
        }  # fmt: skip
        scene.set("packages", True)
        documents.set_text(rows["document_id"], "x")
        with scene.database.writing() as tx:
            tx.add_all(rows.values())
            tx.flush()
            found |= {name: row.id for name, row in rows.items()}
            tx.add(PackageTreatment(package_id=found["package_id"], treatment_id=found["treatment_id"]))
        found["template_id"] = paper.template(scene)
        found["form_id"] = paper.form(scene, found["template_id"], patient)
        return cls(
            scene,
            found
            | {"words": patient, "key": "client_pronouns", "colour": "#123456", "question_id": "why", "answer": "y"},
        )

    def call(self, name: str) -> dict[str, Any]:
        """Choose arguments that a handler takes: ids of this world, and forms that say something."""
        kinds = RegistrationContext.get().event_handlers[name].handler.fn.__annotations__
        return {key: self._fitting(name, key, kind) for key, kind in kinds.items()}

    def _fitting(self, name: str, key: str, kind: Any) -> Any:
        if key == "form":
            return self.forms().get(name, {})
        if key == "day":
            return wall_time(now(), ZONE).local.date().isoformat()
        if key == "act":
            return "pay"
        if key == "value" and not get_args(kind):
            return True if name.endswith("settings_state.change") else ""
        return self.ids.get(key, sample(kind))

    def forms(self) -> dict[str, dict[str, Any]]:
        """Fill in the forms that would do nothing when they are empty, by the names of the handlers that take them."""
        booking = ("person_id", "staff_id", "treatment_id", "location_id")
        person = {"first_name": "Noor", "last_name": "Vale", "email": "noor@mail.test"}
        filled = {
            PatientsState.add: {**person, "date_of_birth": "1991-05-06"},
            ProfileState.save: {"mobile": "416-555-0177"},
            ProfileDocumentsState.save: {"title": "y"},
            ProfilePackagesState.save: {"name": "Ten", "quantity": "10"},
            DeskState.cancel: {"reason": "other", "note": "x", "tell": True},
            DeskBookingState.save: {
                **{name: self.ids[name] for name in booking}, "day": "2030-11-26", "time": "12:00",
            },
            TreatmentsState.save: {"name": "Massage"},
            StaffState.save: {**person, "role": "front_desk"},
            HoursState.save: {"day.1": "yes"},
            TimeOffState.save: {"from_day": "2030-12-24"},
            PaymentKeysState.save: {"publishable_key": PUBLISHABLE_KEY, "secret_key": SECRET_KEY},
            VideoServerState.save: jitsi_server.FORM,
            MailServerState.save: own_post.form(25),
            ProfileFormsState.send: {"template": self.ids["template_id"], "due_on": ""},
            FormReadingState.send_back: {"note": "x"},
            OccasionState.save: {"name": "Check-in"},
            ClinicInfoState.save: {"name": "Cedar Health"},
            LocationsState.save: {"name": "West"},
        }  # fmt: skip
        return {full_name(handler): form for handler, form in filled.items()}


def kept(scene: Scene) -> dict[str, list[Any]]:
    """Everything that the database holds besides the trail, sign-ins and what pages are told."""
    passing = {"audit_entry", "login_session", "change"}
    with scene.database.reading() as tx:
        return {
            name: sorted(map(repr, tx.execute(text(f"SELECT * FROM {name}"))))
            for name in SQLModel.metadata.tables
            if name not in passing
        }


def sample(kind: Any) -> Any:
    """Make a value of a type: of a union the first type, of a literal the first value, of a form nothing."""
    if kind in SAMPLES:
        return SAMPLES[kind]
    if get_origin(kind) is dict:
        return {}
    choices = get_args(kind)
    return (sample(choices[0]) if isinstance(choices[0], type) else choices[0]) if choices else {}


def a_sitting(scene: Scene, begins: datetime) -> ClassSession:
    """Make a sitting of the yoga class."""
    place = scene.cedar
    return ClassSession(
        clinic_id=place.clinic_id, treatment_id=place.treatments["yoga"], staff_id=place.staff_id,
        location_id=place.location_id, starts_local=wall_time(begins, ZONE).local, zone=ZONE, zone_data="test",
        starts_at=begins, ends_at=begins + timedelta(hours=1),
    )  # fmt: skip
