"""One patient's profile on the clinic's side."""

from typing import Literal, get_args

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.domain.refusals import NotFound, Refused
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.paying.processor import takes_payments
from myaccount.services.profiles import contact, profiles
from myaccount.services.profiles import lists as profile_lists
from myaccount.services.profiles import mails as profile_mails
from myaccount.services.profiles.profiles import Booking
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.account.zone import ZoneState
from myaccount.state.kept_form import KeptForm
from myaccount.state.notice import tell
from myaccount.state.paged import Paged, turns
from myaccount.state.path_param import path_param
from myaccount.state.profile.billing import ProfileBillingState
from myaccount.state.profile.cards import ProfileCardsState
from myaccount.state.profile.documents import ProfileDocumentsState
from myaccount.state.profile.family import ProfileFamilyState
from myaccount.state.profile.forms import ProfileFormsState
from myaccount.state.profile.packages import ProfilePackagesState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.contact import DeskForm
from myaccount.views.profile import ActivityLine, MessageLine, Pages, Profile, VisitLine

Part = Literal[
    "contact", "family", "appointments", "forms", "documents", "packages", "billing", "cards", "messages", "activity"
]
LISTED = ("appointments", "messages", "activity")
FIRST: Part = "contact"
IN_ADDRESS = "part"
"""Under which name the part that is turned to stands in the page's address: a reload shows it again."""


@fills("/clinic/patients/[person_id]")
class ProfileState(KeptForm, Paged, rx.State):
    """What a profile shows: its head and form, and a page of the `part` that is turned to.

    `booked` grows with each change of online booking here: what is said twice is spoken twice. `asked` grows with each
    that was tried, refused or not.
    """

    _person_id = path_param("person_id")

    loaded: bool = False
    head: Profile = Profile()
    form: DeskForm = DeskForm()
    part: str = "contact"
    visits: list[VisitLine] = []
    messages: list[MessageLine] = []
    activity: list[ActivityLine] = []
    booked: int = 0
    asked: int = 0

    older, newer = turns(staff_event())

    @staff_opening_event()
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the profile, which is written down."""
        await self._leave()
        set_vars(self, part=self._asked, booked=0, loaded=False)
        self._rewind()
        try:
            await in_tx(profiles.opened, ctx, self._person_id)
        except NotFound:  # the page itself says so, and leads back
            set_vars(self, head=Profile(), form=DeskForm(), loaded=True)
            return
        await self._show(ctx)

    @staff_event()
    async def turn(self, ctx: StaffContext, part: Part) -> None:
        """Turn to a part of the profile, and to its first page."""
        self.part = part
        self._rewind()
        await self._show(ctx)

    @staff_event(*DESK)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save what was changed in the contact details, all of it or nothing."""
        self.done = ""
        try:
            saved = await in_tx(contact.save_desk, ctx, self._person_id, form)
        except Refused:
            await self._show(ctx)
            raise
        await self._show(ctx)
        self._settle(saved, "profile.saved", ctx.lang)

    @staff_event(*DESK)
    async def book(self, ctx: StaffContext, booking: Booking) -> None:
        """Say how this patient may book online."""
        self.asked += 1
        await in_tx(profiles.override_booking, ctx, self._person_id, booking)
        self.booked += 1
        await self._show(ctx)

    @staff_event(*DESK)
    async def send_welcome(self, ctx: StaffContext) -> None:
        """Send the Welcome e-mail."""
        await self._sent(ctx, await in_tx(profile_mails.send_welcome, ctx, self._person_id))

    @staff_event(*DESK)
    async def send_reset(self, ctx: StaffContext) -> None:
        """Send a link for a new password."""
        await self._sent(ctx, await in_tx(profile_mails.send_reset, ctx, self._person_id))

    @staff_event(*DESK)
    async def send_again(self, ctx: StaffContext, message_id: str) -> None:
        """Send a message that could not be delivered once more."""
        await self._sent(ctx, await in_tx(profile_mails.send_again, ctx, self._person_id, message_id))

    @property
    def _asked(self) -> str:
        """The part that the page's address names; anybody may write anything there."""
        asked = str(self.router.url.query_parameters.get(IN_ADDRESS, FIRST))
        return asked if asked in get_args(Part) else FIRST

    async def _leave(self) -> None:
        """Put away what was open of the profile before."""
        self._begin()
        (await self.get_state(ProfilePackagesState))._shut()
        (await self.get_state(ProfileFamilyState))._shut()
        (await self.get_state(ProfileBillingState))._leave()
        (await self.get_state(ProfileDocumentsState))._leave()
        await (await self.get_state(ProfileFormsState))._leave()

    async def _sent(self, ctx: StaffContext, to: str) -> None:
        await self._show(ctx)
        await tell(self, say("profile.sent_to", ctx.lang, to=to))

    async def _show(self, ctx: StaffContext) -> None:
        try:
            packages = await self.get_state(ProfilePackagesState)
            head, form = await in_read(profiles.show, ctx, self._person_id)
            pages = await self._pages(ctx)
            await packages._show(ctx)
            await (await self.get_state(ProfileFamilyState))._show(ctx)
            if self.part == "documents":
                await (await self.get_state(ProfileDocumentsState))._show(ctx)
            if self.part == "forms":
                await (await self.get_state(ProfileFormsState))._show(ctx)
        except NotFound:
            head, form, pages = Profile(), DeskForm(), Pages()
        if self.part in self._not_there(head, ctx):
            self.part = FIRST
        set_vars(self, head=head, form=form, loaded=True)
        self._turned(pages.cursor)
        (await self.get_state(ZoneState))._list(ctx, form.time_zone)
        await (await self.get_state(ProfileBillingState))._show(ctx, self.part == "billing")
        await (await self.get_state(ProfileCardsState))._show(ctx, self.part == "cards")
        set_vars(self, visits=list(pages.visits), messages=list(pages.messages), activity=list(pages.activity))

    def _not_there(self, head: Profile, ctx: StaffContext) -> set[str]:
        """List the parts that are not there for who looks; an address may name them all the same."""
        is_there = {
            "family": head.has_family,
            "packages": head.has_packages,
            "billing": head.can_edit,
            "cards": head.can_edit and takes_payments(ctx),
        }
        return {part for part, there in is_there.items() if not there}

    async def _pages(self, ctx: StaffContext) -> Pages:
        if self.part not in LISTED:
            return Pages()
        return await in_read(profile_lists.turn_to, ctx, self._person_id, self.part, self._cursor)  # type: ignore[arg-type]
