"""What the records may fail to do: refusals that are nobody's fault, told in words all the same."""

from myaccount.domain.refusals import Refused


class DatabaseUnavailable(Refused):
    """The database does not answer, or has too much to do. Whether what was asked for was done is not known."""

    code = "records_away"


class DatabaseFull(Refused):
    """The database has no room left to write. Nothing was changed; what there is can be read."""

    code = "records_full"
