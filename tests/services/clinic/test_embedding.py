"""Building what goes on the clinic's website, and saying which websites may show it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from myaccount.domain.embedding import Shape
from myaccount.domain.origins import MOST
from myaccount.domain.refusals import NotAcceptable, NotAllowed, NotFound
from myaccount.models import Staff, Treatment
from myaccount.services.clinic import embedding
from myaccount.services.clinic.embedding import EmbedChoice
from myaccount.views.embedding import EmbedPage
from tests.scenes import Scene
from tests.services.booking.clinic_week import change, open_all_week

WEBSITE = "https://www.cedar.test"


@pytest.fixture
def named(scene: Scene) -> Scene:
    """Cedar, open all week, with Sam and physiotherapy named by the clinic."""
    open_all_week(scene)
    change(scene, Staff, scene.cedar.staff_id, external_id="sam")
    change(scene, Treatment, scene.cedar.treatments["physio-60"], external_id="physio & more")
    return scene


def page(scene: Scene, who: str = "robin", **choice) -> EmbedPage:
    return scene.database.read(embedding.page, scene.staff_ctx(who), EmbedChoice(**choice))


def allow(scene: Scene, typed: str, who: str = "robin") -> str:
    return scene.database.write(embedding.allow, scene.staff_ctx(who), typed)


def test_what_is_chosen_stands_in_the_link_and_in_the_lines_by_the_clinics_own_names(named: Scene):
    shown = page(named, treatment="physio & more", staff="sam", language="fr")
    assert shown.link == "http://cedar.test:3000/book?treatment=physio+%26+more&staff=sam"
    assert shown.snippet == (
        '<script src="http://cedar.test:3000/embed.js" data-inline data-treatment="physio &amp; more"'
        ' data-staff="sam" data-language="fr" async></script>'
    )
    button = page(named, treatment="physio & more", shape=Shape.BUTTON).snippet
    assert button.startswith('<a href="http://cedar.test:3000/book?treatment=physio+%26+more" data-myaccount-book ')
    assert ">Book an appointment</a>\n<script" in button


def test_what_has_no_name_of_the_clinics_is_named_by_our_id(named: Scene):
    shown = page(named, location=named.cedar.location_id)
    assert f"location={named.cedar.location_id}" in shown.link


def test_what_is_not_offered_is_not_chosen(named: Scene):
    shown = page(named, treatment="nothing", staff="sam")
    assert (shown.treatment, shown.staff, shown.link) == ("", "", "http://cedar.test:3000/book")
    assert [one.name for one in shown.practitioners] == ["sam"]


def test_the_owner_allows_and_disallows_websites(named: Scene):
    assert allow(named, " HTTPS://WWW.cedar.test/ ") == WEBSITE
    allow(named, WEBSITE)
    assert page(named).origins == (WEBSITE,)
    assert len(named.audit("setting.changed")) == 1
    named.database.write(embedding.disallow, named.staff_ctx("robin"), WEBSITE)
    assert page(named).origins == ()
    with pytest.raises(NotFound):
        named.database.write(embedding.disallow, named.staff_ctx("robin"), WEBSITE)


def test_the_front_desk_reads_and_changes_nothing_and_practitioners_neither(named: Scene):
    assert (page(named, "dana").may_change, page(named).may_change) == (False, True)
    for who in ("dana", "sam"):
        with pytest.raises(NotAllowed):
            allow(named, WEBSITE, who)
        with pytest.raises(NotAllowed):
            named.database.write(embedding.disallow, named.staff_ctx(who), WEBSITE)
    with pytest.raises(NotAllowed):
        page(named, "sam")


def test_what_is_no_website_is_refused_in_words(named: Scene):
    with pytest.raises(NotAcceptable) as refused:
        allow(named, "www.cedar.test")
    assert "Begin with https://" in str(refused.value.facts["reason"])


def test_of_two_who_add_one_at_once_neither_is_lost_and_the_list_has_an_end(named: Scene):
    websites = [f"https://w{number}.test" for number in range(MOST)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: allow(named, one), websites))
    assert set(page(named).origins) == set(websites)
    with pytest.raises(NotAcceptable):
        allow(named, WEBSITE)
