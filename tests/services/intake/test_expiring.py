"""A form whose last day is over closes by itself."""

from datetime import timedelta

import pytest

from myaccount.services.intake import expiring, sending
from tests.scenes import NOW, Scene
from tests.services.intake.paper import form, row, template

MIDNIGHT = NOW.replace(hour=5) + timedelta(days=1)
"""Toronto's, at the end of the day of NOW."""


@pytest.mark.parametrize(("moment", "state"), [(MIDNIGHT - timedelta(seconds=1), "assigned"), (MIDNIGHT, "expired")])
def test_it_closes_as_its_last_day_ends_at_the_clinic(scene: Scene, moment, state: str):
    last = NOW.date()
    form_id = scene.database.write(sending.send, scene.dana_ctx(), scene.alice, template(scene), expires_on=last)
    never = form(scene)
    for _ in range(2):
        scene.database.write(expiring.expire_overdue, moment)
    assert (row(scene, form_id).state, row(scene, never).state) == (state, "assigned")
    assert len(scene.audit("form.expired")) == (state == "expired")
