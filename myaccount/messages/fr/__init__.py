"""French, Canadian usage, a file for each part of the portal."""

from myaccount.messages.usage import Usage

USAGE = Usage(
    name="Français",
    tag="fr-CA",
    locale="fr_CA",
    decimal=",",
    day="d MMMM",
    first_day="d'er' MMMM",
    clock="{hour} h {minute:02}",
    full_hour="{hour} h",
    span="{start} à {end}",
)
