"""A form that the browser posts by itself: signing in and out set a cookie, which only HTTP can."""

from typing import ClassVar

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class NativeForm(BaseHTML):
    """A plain form. Reflex's own forms never leave the page."""

    tag = "form"

    action: rx.Var[str]

    method: rx.Var[str]

    auto_complete: rx.Var[str]

    no_validate: rx.Var[bool]

    target: rx.Var[str]

    _is_tag_in_global_scope: ClassVar[bool] = True


def native_form(*children: rx.Component, **props: str) -> rx.Component:
    """Post the fields in it to `action`, or else to the page's own address, and go where the answer says."""
    return NativeForm.create(*children, method="post", **props)
