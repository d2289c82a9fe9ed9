"""What the rules of accounts and sign-ins say no to."""

from myaccount.domain.refusals import Refused


class ProofNeeded(Refused):
    """The password was given too long ago for this step: whoever found the browser open may not take it."""

    code = "proof_needed"


class WrongPassword(Refused):
    """The password of somebody signed in, asked for again, is not theirs."""

    code = "wrong_password"
