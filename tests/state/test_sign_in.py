"""What the sign-in page offers while it is open, asked over the real event pipeline."""

import pytest

from myaccount.domain.settings import TOPIC, concerns
from myaccount.state.account.sign_in import SignInState
from myaccount.state.live import LiveState
from tests.state.conftest import Visitors


@pytest.mark.parametrize("value", ["off", "sign_in_required"])
async def test_the_way_for_newcomers_goes_from_an_open_page_with_online_booking(visitors: Visitors, value: str):
    tab = await visitors.tab(None, path="/sign-in")
    await tab.call(SignInState.load)
    assert tab.var(SignInState, "is_open_to_all")
    visitors.scene.set("online_booking", value)
    frame_only = not concerns(f"{TOPIC}.online_booking", "/sign-in")
    await tab.call(LiveState.refresh, frame_only=frame_only)
    assert not tab.var(SignInState, "is_open_to_all")
