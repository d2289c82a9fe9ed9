"""What stands in for a page that broke in the browser. It leans on nothing that may have broken with it."""

from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary

from myaccount.components.kit.link import file_link
from myaccount.messages import LANGUAGES, Language, say


def crash_boundary(**props: Any) -> rx.Component:
    """Catch what breaks inside, and say so in each language: which one the reader speaks may be lost as well."""
    return ErrorBoundary.create(fallback_render=rx.Var.create(_crashed()), **props)


def _crashed() -> rx.Component:
    return rx.el.div(
        rx.el.main(*[_said(lang) for lang in LANGUAGES], class_name="stack"),
        class_name="alone",
        role="alert",
    )


def _said(lang: Language) -> rx.Component:
    heading = rx.el.h1 if lang == LANGUAGES[0] else rx.el.h2
    return rx.el.div(
        heading(say("error.title", lang)),
        rx.el.p(say("error.line", lang), class_name="lead"),
        file_link(say("error.action", lang), href="/account", class_name="button button-main"),
        lang=lang,
        class_name="panel",
    )
