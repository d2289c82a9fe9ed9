"""Booking within a frame, and the page that puts it on a website, through the gate."""

from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.embedded import EmbeddedState
from myaccount.state.clinic.embedding import EmbeddingState
from myaccount.state.live import LiveState
from tests.services.booking.clinic_week import open_all_week
from tests.state.conftest import Visitors

WEBSITE = "https://www.cedar.test"


async def test_a_frame_knows_the_websites_it_talks_to_and_follows_the_list(visitors: Visitors):
    open_all_week(visitors.scene)
    visitors.scene.set("embed_allowed_origins", [WEBSITE])
    frame = await visitors.tab(None, path="/book/embed")
    await frame.call(EmbeddedState.load)
    assert frame.var(EmbeddedState, "framers") == [WEBSITE]
    assert frame.var(BookingState, "treatments")
    visitors.scene.set("embed_allowed_origins", [])
    await frame.call(LiveState.refresh)
    assert frame.var(EmbeddedState, "framers") == []
    await frame.call(EmbeddedState.finish)
    assert frame.var(EmbeddedState, "finished") == 1


async def test_the_owner_builds_the_lines_and_adds_a_website(visitors: Visitors):
    open_all_week(visitors.scene)
    robin = await visitors.tab("robin", path="/clinic/embed")
    await robin.call(EmbeddingState.load)
    await robin.call(EmbeddingState.choose, part="language", value="fr")
    await robin.call(EmbeddingState.show_as, shape="button")
    assert 'data-language="fr"' in robin.var(EmbeddingState, "snippet")
    assert ">Prendre rendez-vous</a>" in robin.var(EmbeddingState, "snippet")
    await robin.call(EmbeddingState.allow, form={"website": "cedar.test"})
    assert "Begin with https://" in robin.var(EmbeddingState, "error")
    await robin.call(EmbeddingState.allow, form={"website": WEBSITE})
    assert (robin.var(EmbeddingState, "error"), robin.var(EmbeddingState, "origins")) == ("", [WEBSITE])
    await robin.call(EmbeddingState.disallow, origin=WEBSITE)
    assert robin.var(EmbeddingState, "origins") == []
