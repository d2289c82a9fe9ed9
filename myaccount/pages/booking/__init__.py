"""Online booking, on a page of the portal's and within a clinic's own website."""

from myaccount.pages.booking import booking, embedded

PAGES = (
    booking,
    embedded,
)
