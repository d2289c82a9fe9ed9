"""Online booking on the clinic's own website: what to put there, how it looks, and which websites may show it."""

import reflex as rx

from myaccount.components.clinic.embedding import EmbedPreview, copy_box, part_select, website_form, websites
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.fields import pair, select_box
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.messages import USAGES
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.embedding import EmbeddingState

ROUTE = "/clinic/embed"
TITLE = "clinic.embed"
LOAD = EmbeddingState.load


def page() -> rx.Component:
    """Build what goes on the website, and show it at work."""
    parts = rx.el.div(_build(), _websites(), _preview(), class_name="embedding")
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.el.p(t("embedding.lead"), class_name="lead"),
        rx.cond(EmbeddingState.loaded, parts, rows_skeleton(4)),
    )


def _build() -> rx.Component:
    state = EmbeddingState
    shapes = [
        Choice(t(f"embedding.shape.{shape}"), state.shape == shape, state.show_as(shape))
        for shape in ("inline", "button")
    ]
    return _section(
        "build",
        choices(t("embedding.shape"), shapes, "embed-shape"),
        pair(
            _part("treatment", state.treatments, state.treatment),
            _part("staff", state.practitioners, state.staff),
            _part("location", state.locations, state.location),
            _language(),
        ),
        copy_box("embed-snippet", t("embedding.snippet"), state.snippet, 3),
        copy_box("embed-link", t("embedding.link"), state.link, 2),
    )


def _part(name: str, offered: rx.Var[list], chosen: rx.Var[str]) -> rx.Component:
    return part_select(
        t(f"embedding.{name}"),
        f"embed-{name}",
        t(f"embedding.any_{name}"),
        offered,
        chosen,
        lambda value: EmbeddingState.choose(name, value),
    )


def _language() -> rx.Component:
    options = [
        rx.el.option(t("embedding.any_language"), value=""),
        *[rx.el.option(usage.name, value=code, lang=code) for code, usage in USAGES.items()],
    ]
    return select_box(
        t("embedding.language"),
        *options,
        id="embed-language",
        value=EmbeddingState.language,
        on_change=lambda value: EmbeddingState.choose("language", value),
    )


def _websites() -> rx.Component:
    state = EmbeddingState
    form = website_form(state.error, state.attempts, state.allow)
    return _section(
        "websites",
        websites(state.origins, state.may_change, state.disallow),
        rx.cond(state.may_change, form, rx.el.p(t("embedding.owner_allows"), class_name="field-help")),
    )


def _preview() -> rx.Component:
    state = EmbeddingState
    shown = EmbedPreview.create(
        shape=state.shape,
        label=state.button,
        treatment=state.treatment,
        staff=state.staff,
        location=state.location,
        language=state.language,
        class_name="embed-preview",
    )
    return _section("preview", rx.el.p(t("embedding.preview.help"), class_name="field-help"), shown)


def _section(name: str, *content: rx.Component) -> rx.Component:
    title_id = f"embed-{name}"
    return rx.el.section(
        rx.el.h2(t(f"embedding.{name}"), id=title_id),
        rx.el.div(*content, class_name="form-card"),
        aria_labelledby=title_id,
        class_name="settings-section",
    )
