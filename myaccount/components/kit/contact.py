"""How to reach the clinic: phone and e-mail as links, as far as the clinic shows them."""

from dataclasses import dataclass

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link
from myaccount.components.kit.text import Text


@dataclass(frozen=True)
class Contact:
    """The clinic's phone and e-mail, in words and as addresses. Each may be blank."""

    phone: Text
    phone_url: Text
    email: Text
    email_url: Text


def contact_links(contact: Contact) -> rx.Component:
    """Show what there is of phone and e-mail; nothing when there is neither."""
    return rx.cond(
        contact.phone,
        rx.el.div(_phone(contact), rx.cond(contact.email, _email(contact)), class_name="contact"),
        rx.cond(contact.email, rx.el.div(_email(contact), class_name="contact")),
    )


def _phone(contact: Contact) -> rx.Component:
    return file_link(icon("phone"), rx.el.span(contact.phone), href=contact.phone_url)


def _email(contact: Contact) -> rx.Component:
    return file_link(icon("mail"), rx.el.span(contact.email), href=contact.email_url)
