"""A patient's cards, as a part of their profile."""

from typing import Any

import reflex as rx

from myaccount.components.account.card_list import act, card_list, sure_dialog
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.text import t
from myaccount.state.profile.cards import ProfileCardsState

REMOVAL = ("profile.cards.sure", "profile.cards.sure.line", "profile.cards.remove", "profile.cards.keep")


def profile_cards() -> rx.Component:
    """Show the cards, each of which the desk can remove."""
    return rx.el.section(
        rx.el.h2(t("profile.cards.title"), id="profile-cards"),
        rx.cond(
            ProfileCardsState.rows,
            card_list(ProfileCardsState.rows, _acts),
            empty_state("card", t("profile.cards.none")),
        ),
        sure_dialog(
            "removing",
            REMOVAL,
            ProfileCardsState.about,
            ProfileCardsState.removing != "",
            on_go=ProfileCardsState.remove,
            on_keep=ProfileCardsState.keep,
        ),
        aria_labelledby="profile-cards",
        class_name="stack",
    )


def _acts(row: Any) -> list[rx.Component]:
    return [act("profile.cards.remove", row, ProfileCardsState.ask(row.id))]
