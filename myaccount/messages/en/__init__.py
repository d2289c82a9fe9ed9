"""English, a file for each part of the portal."""

from myaccount.messages.en import (
    acts,
    clinic,
    contact,
    guard,
    identity,
    mail,
    refusals,
    settings,
    shell,
    time,
    two_step,
    visits,
)

ENGLISH: dict[str, str] = {
    **acts.SENTENCES,
    **clinic.SENTENCES,
    **contact.SENTENCES,
    **guard.SENTENCES,
    **identity.SENTENCES,
    **mail.SENTENCES,
    **refusals.SENTENCES,
    **settings.SENTENCES,
    **shell.SENTENCES,
    **time.SENTENCES,
    **two_step.SENTENCES,
    **visits.SENTENCES,
}
