"""A patient's profile at the desk, one file per part."""

from myaccount.pages.profile import profile

PAGES = (profile,)
