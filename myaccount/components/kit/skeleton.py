"""The shape of what is being loaded, at the size it will have. It stands still."""

import reflex as rx

from myaccount.components.kit.text import t


def visits_skeleton(count: int, class_name: str = "visits visits-upcoming") -> rx.Component:
    """Hold the place of a list of visits."""
    return rx.el.div(
        rx.el.p(t("shell.loading"), class_name="unseen"),
        rx.el.ul(*[rx.el.li(_visit()) for _ in range(count)], class_name=class_name, aria_hidden="true"),
    )


def form_skeleton() -> rx.Component:
    """Hold the place of a form in cards."""
    boxes = [_bone("bone-box") for _ in range(4)]
    return rx.el.div(
        rx.el.p(t("shell.loading"), class_name="unseen"),
        rx.el.div(
            *[rx.el.div(_bone("bone-title"), *boxes, class_name="form-card") for _ in range(2)],
            class_name="form-cards",
            aria_hidden="true",
        ),
    )


def rows_skeleton(count: int) -> rx.Component:
    """Hold the place of a list of settings."""
    row = rx.el.div(rx.el.div(_bone("bone-title"), _bone("bone-line"), class_name="setting-text"), class_name="setting")
    return rx.el.div(
        rx.el.p(t("shell.loading"), class_name="unseen"),
        rx.el.div(*[row] * count, class_name="settings-card", aria_hidden="true"),
        class_name="settings",
    )


def _visit() -> rx.Component:
    return rx.el.div(
        _bone("bone-tile"),
        rx.el.div(
            rx.el.div(_bone("bone-title"), _bone("bone-line"), _bone("bone-short"), class_name="visit-facts"),
            rx.el.div(_bone("bone-short"), _bone("bone-line"), class_name="visit-facts"),
            class_name="visit-body",
        ),
        rx.el.div(_bone("bone-button"), class_name="visit-foot"),
        class_name="visit",
    )


def _bone(kind: str) -> rx.Component:
    return rx.el.div(class_name=f"bone {kind}")
