"""Every address that is not a page of the portal."""

from starlette.routing import BaseRoute

from myaccount.web import calendar, health, identity, mailbox, reset, theme, two_step, welcome

ROUTES: list[BaseRoute] = [
    *health.ROUTES,
    *theme.ROUTES,
    *identity.ROUTES,
    *two_step.ROUTES,
    *welcome.ROUTES,
    *reset.ROUTES,
    *calendar.ROUTES,
    *mailbox.ROUTES,
]
