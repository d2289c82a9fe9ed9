"""English, a file for each part of the portal."""

from myaccount.messages.en import identity, mail, refusals, settings, shell, time, visits

ENGLISH: dict[str, str] = {
    **identity.SENTENCES,
    **mail.SENTENCES,
    **refusals.SENTENCES,
    **settings.SENTENCES,
    **shell.SENTENCES,
    **time.SENTENCES,
    **visits.SENTENCES,
}
