"""Packages & Memberships: what a patient has bought ahead, and what is left of it."""

from sqlmodel import Session

from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.packages.words import cards
from myaccount.store import packages as store
from myaccount.views.packages import PackagesPage

AT_MOST = 50


def page(tx: Session, ctx: PatientContext) -> PackagesPage:
    """Show what the patient has bought, the latest first: what covers visits, and what is over.

    Edges: closed while the clinic has no packages in its portal; at most 50, and the page says when there are more.
    Source: S59–S63.
    """
    if not ctx.settings.packages:
        return PackagesPage()
    rows = store.latest_of_person(tx, ctx.clinic.id, ctx.person_id, AT_MOST + 1)
    shown = cards(tx, ctx, rows[:AT_MOST])
    how = "packages.redeems" if ctx.settings.redeems_online else "packages.at_desk"
    current = tuple(one for one in shown if not one.is_over)
    return PackagesPage(
        is_open=True,
        current=current,
        past=tuple(one for one in shown if one.is_over),
        has_more=len(rows) > AT_MOST,
        how_line=say(how, ctx.lang) if current else "",
    )
