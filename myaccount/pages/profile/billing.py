"""A patient's money on their profile: the tables, and the form for what the desk does with it."""

import reflex as rx

from myaccount.components.account.receipts import receipts
from myaccount.components.clinic.billing import act_rows, balance_card, invoice_rows, payment_rows
from myaccount.components.kit.button import button, submit
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.fields import pair
from myaccount.components.kit.icons import icon
from myaccount.components.kit.kept_field import kept_field, kept_select
from myaccount.components.kit.notice import error_summary
from myaccount.components.kit.pager import pager
from myaccount.components.kit.side_panel import Boxes, side_panel
from myaccount.components.kit.text import t
from myaccount.domain.billing import MOST_LINES
from myaccount.state.profile.billing import ProfileBillingState as State
from myaccount.state.profile.receipts import PatientReceiptsState
from myaccount.views.billing import PartBox

VIEWS = ("accounts", "receipts", "history")
BOX = Boxes(State, "billing")


def billing() -> rx.Component:
    """Show what is owed and held, and the section that is turned to."""
    return rx.el.div(
        balance_card(State.due, State.credit, State.owes, State.has_credit, *_top_acts()),
        choices(t("billing.views"), [_view(view) for view in VIEWS], "billing-views"),
        rx.match(
            State.view,
            ("receipts", receipts(PatientReceiptsState)),
            ("history", _listed("acts", "billing.history", act_rows(State.acts, State.ask))),
            rx.fragment(
                _listed("invoices", "billing.invoices", invoice_rows(State.invoices, State.ask)),
                _listed("payments", "billing.payments", payment_rows(State.payments, State.ask)),
            ),
        ),
        class_name="billing",
    )


def billing_panel() -> rx.Component:
    """Hold the form for what is asked, at the side of the page."""
    return side_panel(State.panel.title, _form(), name="billing", open_when=State.is_open, on_close=State.close)


def _view(view: str) -> Choice:
    return Choice(t(f"billing.{view}"), State.view == view, State.turn(view))


def _top_acts() -> list[rx.Component]:
    fee = _open("fee", "button button-quiet")
    return [
        _open("pay", "button button-main"),
        _open("sell", "button button-quiet"),
        rx.cond(State.can_charge_fee, fee),
    ]


def _open(act: str, class_name: str) -> rx.Component:
    return rx.el.button(t(f"billing.{act}"), type="button", on_click=State.ask(act, ""), class_name=class_name)


def _listed(name: str, title: str, table: rx.Component) -> rx.Component:
    has_newer, has_older = (rx.Var.create(one).to(list[str]) for one in (State.has_newer, State.has_older))
    return rx.el.section(
        rx.el.h2(t(title), id=f"billing-{name}"),
        table,
        pager(
            t("billing.pages_of", what=t(title)),
            (t("billing.newer"), has_newer.contains(name), State.newer(name)),
            (t("billing.older"), has_older.contains(name), State.older(name)),
        ),
        aria_labelledby=f"billing-{name}",
        class_name="billing-list",
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.cond(State.summary, rx.fragment(error_summary(State.summary), key=State.attempt)),
        rx.cond(State.panel.lead, rx.el.p(State.panel.lead, class_name="panel-lead")),
        rx.el.input(type="hidden", name="once", value=State.once),
        rx.match(
            State.kind,
            ("pay", rx.fragment(*_pay())),
            ("sell", rx.fragment(*_sell())),
            ("fee", rx.fragment(*_fee())),
            ("keep", _cost()),
            ("apply", _parts()),
            ("unapply", _parts()),
            ("refund", rx.fragment(*_refund())),
            rx.fragment(),
        ),
        rx.el.p(State.panel.note, class_name="field-help"),
        rx.el.div(
            submit(State.panel.title),
            button(t("practice.cancel"), on_click=State.close),
            class_name="panel-actions",
        ),
        key=State.opened,
        on_submit=State.save,
        no_validate=True,
        aria_label=State.panel.title,
        class_name="panel-form",
    )


def _pay() -> list[rx.Component]:
    return [
        _amount("amount"),
        BOX.choose("method", State.panel.choices),
        BOX.line("received_on", type="date"),
        BOX.choose("towards", State.panel.others),
    ]


def _sell() -> list[rx.Component]:
    more = button(icon("plus"), t("billing.more_lines"), on_click=State.add_line)
    return [
        BOX.choose("sold", State.panel.choices),
        *[_sold(number) if number == 1 else rx.cond(State.lines >= number, _sold(number))
          for number in range(1, MOST_LINES + 1)],
        rx.cond(State.lines < MOST_LINES, rx.el.div(more)),
    ]  # fmt: skip


def _sold(number: int) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("billing.line", number=str(number)), id=f"line-{number}", class_name="panel-part"),
        kept_field(t("billing.what"), f"what.{number}", BOX.kept(f"what.{number}")),
        pair(_amount("price", number), _amount("tax", number)),
        role="group",
        aria_labelledby=f"line-{number}",
        class_name="panel-group",
    )


def _fee() -> list[rx.Component]:
    return [
        kept_select(t("billing.visit_box"), "visit", BOX.kept("visit"), State.panel.choices),
        _cost(),
    ]


def _cost() -> rx.Component:
    return pair(_amount("amount"), _amount("tax"))


def _refund() -> list[rx.Component]:
    receipt = kept_select(t("billing.from_receipt"), "receipt", BOX.kept("receipt"), State.panel.others)
    return [_amount("amount"), BOX.choose("why", State.panel.choices), rx.cond(State.panel.others, receipt)]


def _parts() -> rx.Component:
    return rx.fragment(rx.foreach(State.panel.parts, _part))


def _part(one: PartBox) -> rx.Component:
    return kept_field(one.title, one.box, BOX.kept(one.box), help_line=one.help, input_mode="decimal")


def _amount(name: str, number: int = 0) -> rx.Component:
    box = f"{name}.{number}" if number else name
    return kept_field(t(f"billing.{name}"), box, BOX.kept(box), input_mode="decimal")
