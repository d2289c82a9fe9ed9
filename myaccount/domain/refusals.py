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


class OwnerOnly(NotAllowed):
    """How somebody of the clinic is reached is the owner's: who has a colleague's mailbox soon has their role."""

    code = "owner_only"


class AlreadyDone(Refused):
    """Another tab, or the clinic, was there first."""

    code = "already_done"


class VisitChanged(AlreadyDone):
    """Somebody else of the clinic, or the patient, has changed the visit in the meantime."""

    code = "visit_changed"


class TooEarly(Refused):
    """Whether somebody came is marked on the day of the visit, and that they did not from its start on."""

    code = "too_early"


class TimeGiven(Refused):
    """The time of a visit that was given up is somebody else's by now."""

    code = "time_given"


class CancelledByPatient(Refused):
    """What the patient cancelled is not brought back by the clinic."""

    code = "cancelled_by_patient"


class CannotCancel(Refused):
    """The appointment may not be cancelled online (now)."""

    code = "contact_to_cancel"


class PackagesOff(Refused):
    """The clinic has no packages and memberships in its portal (any more)."""

    code = "packages_off"


class CoverChanged(Refused):
    """What covers a visit is another package than was said, or none any more: it is said again before it is booked."""

    code = "cover_changed"


class NoUseLeft(Refused):
    """A package or membership that does not cover the visit (any more)."""

    code = "no_use_left"


class CannotMove(Refused):
    """The appointment may not be moved online (now)."""

    code = "contact_to_move"


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


class TooManyTasks(Refused):
    """A patient has as many open requests as there may be."""

    code = "too_many_tasks"


class TaskDone(Refused):
    """Somebody else has marked the task as done; `who` and `when` name them."""

    code = "task_done"


class PronounsOff(Refused):
    """The clinic does not ask for pronouns (any more)."""

    code = "pronouns_off"


class LikelyDuplicate(Refused):
    """Somebody of that name with the same birth date or the same e-mail address has a profile already."""

    code = "likely_duplicate"


class NoAddress(Refused):
    """There is no e-mail address to send something to."""

    code = "no_address"


class NoMobile(Refused):
    """There is no mobile number that its owner has verified to send a text to."""

    code = "no_mobile"


class AddressNotVerified(Refused):
    """Nobody has proven that the e-mail address is the patient's own, so it opens no account."""

    code = "address_not_verified"


class JustSent(Refused):
    """The same was sent to the same person a moment ago."""

    code = "just_sent"


class RemindersNotSelectable(Refused):
    """The clinic does not let patients choose their reminders (any more)."""

    code = "reminders_not_selectable"


class NotAcceptable(Refused):
    """A field that cannot be taken as it is; `field` and `reason` name it."""

    code = "not_acceptable"


class NotPrinted(Refused):
    """A paper could not be printed just now: the press is too busy, or was stuck."""

    code = "not_printed"
