"""Joins what a patient can ask for to the State that fills it, for the pages that offer it."""

import reflex as rx

from myaccount.components.account.requests import Requests, requests_card
from myaccount.components.kit.contact import contact_links
from myaccount.pages.frame import contact
from myaccount.state.account.requests import RequestsState


def asking() -> rx.Component:
    """Offer to ask the clinic for a correction."""
    return requests_card(
        Requests(
            waiting=RequestsState.waiting,
            done=RequestsState.done,
            is_asking=RequestsState.asking,
            error=RequestsState.error,
            whom_to_ask=rx.cond(RequestsState.is_full, contact_links(contact())),
            sent=RequestsState.sent,
            on_ask=RequestsState.ask,
            on_keep=RequestsState.keep,
            on_send=RequestsState.send,
            on_withdraw=RequestsState.withdraw,
        )
    )
