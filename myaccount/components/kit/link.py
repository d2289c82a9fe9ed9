"""Links: inside the portal without a reload, and out of it."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A  # `rx.el.a` is the router's link, which never leaves the pages
from reflex_components_core.react_router.dom import ReactRouterLink

from myaccount.components.kit.text import Text


def link(*children: rx.Component | Text, to: Text, **props: Any) -> rx.Component:
    """Lead to another page of the portal without a reload."""
    return ReactRouterLink.create(*children, to=to, **props)


def full_link(*children: rx.Component | Text, to: Text, **props: Any) -> rx.Component:
    """Lead to a page of the portal by a full load: a page keeps the policies of the document that it began with."""
    return link(*children, to=to, custom_attrs={"reloadDocument": True}, **props)


def file_link(*children: rx.Component | Text, href: Text, **props: Any) -> rx.Component:
    """Lead to a file or a page outside the client's routes: an ordinary, full navigation."""
    return A.create(*children, href=href, **props)


def outside_link(*children: rx.Component | Text, href: Text, **props: Any) -> rx.Component:
    """Lead out of the portal, in a new tab that learns nothing of this one."""
    return A.create(*children, href=href, target="_blank", rel="noopener noreferrer", **props)
