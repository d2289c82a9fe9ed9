"""What a change is about, as open pages hear of it."""

from enum import StrEnum


class Topic(StrEnum):
    """The nouns that changes are announced under. A setting's is `setting.` and its key (`domain/settings.py`).

    `SLOT` is a time that is held, or free again: of interest where times are chosen, and to nobody's other pages.
    `TABS` are pages that were opened or closed: they concern nobody but their owner, who looks at their sign-ins.
    `EVERYTHING` stands for any change at all: said when some may have been missed.
    """

    EVERYTHING = "*"
    CARD = "card"
    CLINIC = "clinic"
    DOCUMENT = "document"
    FAMILY = "family"
    FORM = "form"
    FORM_TEMPLATE = "form_template"
    MESSAGE = "message"
    MONEY = "money"
    MY_DATA = "my_data"
    PACKAGE = "package"
    PASSKEY = "passkey"
    PRACTICE = "practice"
    PROFILE = "profile"
    REMINDERS = "reminders"
    SESSION = "session"
    SIGNED_IN = "signed_in"
    SLOT = "slot"
    SOCIAL = "social"
    TABS = "tabs"
    TASK = "task"
    VISIT = "visit"
    WAIT_LIST = "wait_list"
