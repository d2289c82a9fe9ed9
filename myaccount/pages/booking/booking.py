"""Book an Appointment."""

from dataclasses import dataclass

import reflex as rx

from myaccount.components.account.card_form import card_form
from myaccount.components.account.wait_list import join_card
from myaccount.components.booking.choose import Chosen, chosen, locations, practitioners, treatments
from myaccount.components.booking.frame import booking_frame
from myaccount.components.booking.newcomer import Guest, who_is_coming
from myaccount.components.booking.payment import Step, lost, payment_step
from myaccount.components.booking.review import Acts, account_way, review, thanks
from myaccount.components.booking.steps import StepFocus
from myaccount.components.booking.times import Calendar, calendar, gone
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link
from myaccount.components.kit.notice import told
from myaccount.components.kit.skeleton import form_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.account.zone import browser_zone
from myaccount.pages.frame import contact, frame
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.held import HeldState
from myaccount.state.booking.newcomer import NewcomerState
from myaccount.state.booking.prepaying import PrepayState
from myaccount.state.booking.wait_list import WaitListState
from myaccount.state.shell import ShellState
from myaccount.views.booking import ANYBODY

ROUTE = "/book"
TITLE = "nav.book"
LOAD = BookingState.load


@dataclass(frozen=True)
class Exits:
    """The ways out of booking: to signing in, also when nothing can be booked without, to an account, and away.

    `payment` takes what the clinic asks for to book, or leads to where it is taken.
    """

    sign_in: rx.Component
    sign_in_first: rx.Component
    account: rx.Component
    done: rx.Component
    payment: rx.Component


def page() -> rx.Component:
    """Lead from what to when to who, one question at a time."""
    return booking_frame(
        frame(),
        ShellState.signed_in,
        t(TITLE),
        stage(_exits()),
        takes_focus=HeldState.undone,
    )


def stage(exits: Exits) -> rx.Component:
    """Show the open question, what is held, or what has been booked."""
    acts = Acts(HeldState.more, HeldState.whoops, HeldState.answer, exits.account, exits.done)
    shown = rx.cond(
        HeldState.booked.id,
        thanks(HeldState.booked, acts),
        rx.cond(HeldState.review.title, _last_step(exits), _choosing(exits)),
    )
    step = rx.cond(HeldState.booked.id, "booked", rx.cond(HeldState.review.title, "last", BookingState.step))
    return rx.cond(
        BookingState.loaded, rx.fragment(browser_zone(), shown, StepFocus.create(step=step)), form_skeleton()
    )


def done_look() -> rx.Var[str]:
    """Choose the look of the way out: quiet beside the way to an account."""
    return rx.cond(HeldState.booked.needs_account, "button button-quiet", "button button-main")


def _exits() -> Exits:
    sign_in = "/sign-in?next=/book"
    return Exits(
        sign_in=file_link(t("book.sign_in"), href=sign_in),
        sign_in_first=file_link(t("book.sign_in"), href=sign_in + BookingState.so_far, class_name="button button-main"),
        account=account_way("/book/account"),
        done=file_link(t("booking.done"), href=HeldState.booked.home, class_name=done_look()),
        payment=payment_step(Step(HeldState.review, PrepayState, ShellState.lang, _card_form(), _book())),
    )


def _book() -> rx.Component:
    return rx.el.button(
        t("book.confirm"),
        type="button",
        on_click=HeldState.confirm(HeldState.review.id),
        class_name="button button-main book-confirm",
    )


def _card_form() -> rx.Component:
    return card_form(
        PrepayState.form,
        ShellState.lang,
        PrepayState.answers,
        on_saved=PrepayState.saved,
        on_keep=PrepayState.keep,
    )


def _choosing(exits: Exits) -> rx.Component:
    return rx.fragment(
        _moving(),
        rx.cond(BookingState.unknown, told(t("book.unknown"))),
        rx.cond(PrepayState.stage == "lost", lost(PrepayState.line)),
        rx.cond(HeldState.over & (PrepayState.stage != "lost"), told(t("book.hold_over"))),
        rx.cond(BookingState.taken, gone(BookingState.nearest, BookingState.choose_time)),
        _answers(),
        _ways(),
        rx.match(
            BookingState.step,
            ("what", treatments(BookingState.treatments, BookingState.choose_treatment)),
            ("who", practitioners(BookingState.practitioners, BookingState.choose_staff, ANYBODY)),
            ("where", locations(BookingState.locations, BookingState.choose_location)),
            ("when", rx.fragment(calendar(_calendar(), contact()), _wait(exits))),
            _closed(exits),
        ),
    )


def _moving() -> rx.Component:
    """Say which visit gets another time, until it has it."""
    return rx.cond(BookingState.moving_label, told(t("book.moving", label=BookingState.moving_label)))


def _ways() -> rx.Component:
    """Offer to begin with the treatment or with the practitioner, until either is chosen."""
    state = BookingState
    is_first = (state.step == "what") | (state.step == "who")
    open_still = is_first & (state.treatment.id == "") & (state.practitioner.id == "") & (state.moving == "")
    ways = [
        Choice(t("book.by_treatment"), ~state.who_first, state.begin_with("what")),
        Choice(t("book.by_practitioner"), state.who_first, state.begin_with("who")),
    ]
    shown = rx.el.div(choices(t("book.by"), ways, "book-by"), class_name="book-by")
    return rx.cond(open_still & state.several_practitioners, shown)


def _answers() -> rx.Component:
    state = BookingState
    who = rx.cond(state.practitioner.id == ANYBODY, t("book.anybody"), state.practitioner.name)
    answers = chosen(
        [
            (
                state.treatment.name,
                Chosen(
                    "calendar", state.treatment.name, state.treatment.line, t("book.change_what"),
                    state.change("what"), state.moving == "",
                ),
            ),
            (
                state.practitioner.id & ((state.treatment.name != "") | state.several_practitioners),
                Chosen("person", who, "", t("book.change_who"), state.change("who"), state.several_practitioners),
            ),
            (
                state.treatment.name & state.location.name & ~state.treatment.is_online,
                Chosen(
                    "pin", state.location.name, state.location.address, t("book.change_where"),
                    state.change("where"), state.several_locations,
                ),
            ),
            (  # nobody is to go there
                state.treatment.name & state.location.name & state.treatment.is_online,
                Chosen(
                    "video", t("book.online"), "", t("book.change_where"),
                    state.change("where"), state.several_locations,
                ),
            ),
        ]
    )  # fmt: skip
    return rx.cond(state.step == "closed", None, answers)


def _calendar() -> Calendar:
    return Calendar(
        days=BookingState.days,
        day=BookingState.day,
        day_label=BookingState.day_label,
        instead=BookingState.instead,
        times=BookingState.times,
        zone_line=BookingState.zone_line,
        has_more=BookingState.has_more_days,
        shows_who=BookingState.practitioner.id == ANYBODY,
        on_day=BookingState.choose_day,
        on_time=BookingState.choose_time,
        on_more=BookingState.more_days,
    )


def _wait(exits: Exits) -> rx.Component:
    """Offer the wait list below the times, or in their place."""
    form, is_full = WaitListState.form, rx.Var.create(BookingState.days).length() == 0
    sign_in = rx.fragment(rx.el.p(t("wait.sign_in")), exits.sign_in_first)
    shown = join_card(form, sign_in, is_full, WaitListState.join)
    return rx.cond(WaitListState.is_on, shown)


def _last_step(exits: Exits) -> rx.Component:
    move = rx.el.button(
        t("book.move"),
        type="button",
        on_click=HeldState.move,
        class_name="button button-main book-confirm",
    )
    asks = HeldState.review.asks
    own = rx.cond(HeldState.review.is_move, move, rx.cond(asks, exits.payment, _book()))
    guest = rx.fragment(
        who_is_coming(_guest(exits), NewcomerState.stage, rx.cond(asks, rx.fragment(), _book())),
        rx.cond((asks != "") & (NewcomerState.stage == "known"), exits.payment),
    )
    return rx.el.div(
        rx.cond(HeldState.review.is_move, _moving()),
        review(HeldState.review, HeldState.back),
        rx.cond(ShellState.signed_in, own, guest),
        class_name="book-last",
    )


def _guest(exits: Exits) -> Guest:
    return Guest(
        form=NewcomerState.form,
        version=NewcomerState.version,
        attempt=NewcomerState.attempt,
        problems=NewcomerState.problems,
        summary=NewcomerState.summary,
        code_error=NewcomerState.code_error,
        on_introduce=NewcomerState.introduce,
        on_prove=NewcomerState.prove,
        on_again=NewcomerState.send_again,
        on_edit=NewcomerState.edit,
        sign_in=exits.sign_in,
    )


def _closed(exits: Exits) -> rx.Component:
    return rx.el.div(
        icon("calendar"),
        rx.el.p(rx.cond(BookingState.closed, BookingState.closed, t("book.nothing")), class_name="empty-line"),
        rx.cond(BookingState.sign_in_first, exits.sign_in_first, contact_links(contact())),
        class_name="empty",
    )
