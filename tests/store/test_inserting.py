"""Adding a row that may be there: another one in its place is an answer, one that could never be is a bug."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from myaccount.models import ProcessorEvent
from myaccount.store.inserting import insert_if_absent
from tests.scenes import NOW, Scene


def message(scene: Scene, **other: Any) -> ProcessorEvent:
    facts = {"clinic_id": scene.cedar.clinic_id, "event_id": "evt_1", "kind": "charge", "received_at": NOW} | other
    return ProcessorEvent(**facts)


def test_the_second_of_its_kind_is_not_new_and_the_transaction_goes_on(scene: Scene):
    with scene.database.writing() as tx:
        added = [insert_if_absent(tx, message(scene, event_id=one)) for one in ("evt_1", "evt_1", "evt_2")]
    assert added == [True, False, True]
    assert len(scene.rows(ProcessorEvent)) == 2


def test_what_belongs_to_no_clinic_is_not_taken_for_one_that_is_there(scene: Scene):
    with pytest.raises(IntegrityError), scene.database.writing() as tx:
        insert_if_absent(tx, message(scene, clinic_id="nobody"))
