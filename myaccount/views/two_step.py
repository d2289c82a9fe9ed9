"""What the page of the second step shows."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SetUp:
    """An authenticator to be added to an app: by its address, as a picture, or by typing its secret."""

    uri: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True)
class TwoStepLine:
    """What the operator sees of somebody's second step."""

    confirmed: str
    codes_left: int


@dataclass(frozen=True)
class TwoStepOverview:
    """What somebody sees of their own second step: since when, how many codes are left, and whether it may go."""

    since: str
    codes_left: int
    may_turn_off: bool = False
