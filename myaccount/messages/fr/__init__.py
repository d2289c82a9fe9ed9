"""French, Canadian usage, a file for each part of the portal."""

from myaccount.messages.fr import identity, mail, refusals, settings, shell, time, visits

FRENCH: dict[str, str] = {
    **identity.SENTENCES,
    **mail.SENTENCES,
    **refusals.SENTENCES,
    **settings.SENTENCES,
    **shell.SENTENCES,
    **time.SENTENCES,
    **visits.SENTENCES,
}
