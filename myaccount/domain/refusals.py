"""Refusals: what the rules say no to. Each has a code that `messages/` words, with the next step in it."""


class Refused(Exception):
    """A request that the rules turn down. Not a bug: the person is told why, in words."""

    code = "refused"

    def __init__(self, **facts: str | int) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(Refused):
    """No such thing, or it is somebody else's: the same answer for both."""

    code = "not_found"


class NotAllowed(Refused):
    """The person's role, or a switched-off setting, does not allow it."""

    code = "not_allowed"


class AlreadyDone(Refused):
    """Another tab, or the clinic, was there first."""

    code = "already_done"


class CannotCancel(Refused):
    """The appointment may not be cancelled online (now)."""

    code = "contact_to_cancel"


class CannotBegin(Refused):
    """The call is not open: too early, over, or without a place to meet."""

    code = "cannot_begin"


class WrongCredentials(Refused):
    """Unknown username, wrong password, disabled account: the same words for all."""

    code = "wrong_credentials"


class SharedPassword(Refused):
    """The e-mail address and password open more than one account: only a username tells which is meant."""

    code = "shared_password"


class WrongCode(Refused):
    """A typed code that opens nothing (any more)."""

    code = "wrong_code"


class WrongSecondStep(Refused):
    """A code of the second step that is wrong, past its time, or was used before: the same words for all."""

    code = "wrong_second_step"


class ContactMissing(Refused):
    """No e-mail address and no mobile number was given where one is needed."""

    code = "contact_missing"


class TooManyTries(Refused):
    """A rate limit has been reached."""

    code = "too_many_tries"


class LinkExpired(Refused):
    """A link or a code that is unknown, used, or past its time."""

    code = "link_expired"


class PronounsOff(Refused):
    """The clinic does not ask for pronouns (any more)."""

    code = "pronouns_off"


class NotAcceptable(Refused):
    """A field that cannot be taken as it is; `field` and `reason` name it."""

    code = "not_acceptable"
