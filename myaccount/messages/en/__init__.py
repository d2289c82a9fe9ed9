"""English, Canadian usage, a file for each part of the portal."""

from myaccount.messages.usage import Usage

USAGE = Usage(
    name="English",
    tag="en",
    locale="en_CA",
    decimal=".",
    day="d MMMM",
    clock="{hour12}:{minute:02} {half}",
    full_hour="{hour12} {half}",
    span="{start}–{end}",
    halves=("a.m.", "p.m."),
    abbreviates_with_dot=False,
    money_locales={"USD": "en_US"},
)
