"""Every address that is not a page of the portal."""

from starlette.routing import BaseRoute

from myaccount.web import (
    booking,
    calendar,
    documents,
    embed,
    form_templates,
    health,
    identity,
    intake,
    mailbox,
    own_account,
    receipts,
    reset,
    stripe_hook,
    stripe_stand_in,
    texts_hook,
    theme,
    two_step,
    verify,
    website,
    welcome,
)

ROUTES: list[BaseRoute] = [
    *health.ROUTES,
    *theme.ROUTES,
    *identity.ROUTES,
    *two_step.ROUTES,
    *own_account.ROUTES,
    *welcome.ROUTES,
    *reset.ROUTES,
    *booking.ROUTES,
    *embed.ROUTES,
    *calendar.ROUTES,
    *receipts.ROUTES,
    *documents.ROUTES,
    *form_templates.ROUTES,
    *intake.ROUTES,
    *verify.ROUTES,
    *mailbox.ROUTES,
    *texts_hook.ROUTES,
    *stripe_hook.ROUTES,
    *stripe_stand_in.ROUTES,
    *website.ROUTES,
]
