"""A chart entry with its headings, lists and bold words. Every word is text: nothing that is typed becomes markup."""

from typing import Any

import reflex as rx

from myaccount.components.kit.text import t
from myaccount.domain.chart_text import Block, Line, Span


def chart_text(blocks: Any) -> rx.Component:
    """Show the blocks of a text."""
    return rx.el.div(rx.foreach(blocks, _block), dir="auto", class_name="chart-text")


def _block(block: Block) -> rx.Component:
    shapes = [
        ("heading", rx.el.h2(rx.foreach(block.lines, _line))),
        ("list", rx.el.ul(rx.foreach(block.lines, _item))),
        ("drawing", _drawing(block.lines)),
        ("steps", rx.el.ol(rx.foreach(block.lines, _item))),
    ]
    return rx.fragment(rx.match(block.kind, *shapes, rx.el.p(rx.foreach(block.lines, _line))))


def _drawing(lines: Any) -> rx.Component:
    path = rx.foreach(lines, lambda line: rx.foreach(line.spans, lambda span: rx.el.path(d=span.text)))
    return rx.el.svg(
        path, view_box="0 0 600 200", role="img", aria_label=t("form.type.signature"), class_name="drawn-signature"
    )


def _item(line: Line) -> rx.Component:
    return rx.el.li(rx.foreach(line.spans, _span))


def _line(line: Line) -> rx.Component:
    return rx.el.span(rx.foreach(line.spans, _span), class_name="chart-line")


def _span(span: Span) -> rx.Component:
    return rx.cond(span.strong, rx.el.strong(span.text), rx.el.span(span.text))
