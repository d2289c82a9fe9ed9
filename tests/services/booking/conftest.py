"""The scene of every test here: Sam of Cedar works every day from nine to five."""

import pytest

from tests.scenes import Scene
from tests.services.booking.clinic_week import open_all_week


@pytest.fixture
def week(scene: Scene) -> Scene:
    """Cedar, open all week."""
    open_all_week(scene)
    return scene
