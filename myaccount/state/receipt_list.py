"""A list of receipts: the patient's own page and the desk's view of it hold the very same (S37)."""

from typing import NotRequired

import reflex as rx
from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from myaccount.domain.parsing import FieldError, read_days
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.receipts import receipts
from myaccount.state.paged import Paged
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.receipts import ReceiptRow, StatementYear


@with_config(ConfigDict(extra="forbid", strict=True))
class ReceiptFilter(TypedDict):
    """The filter form: clinic-local days as the date boxes give them, blank for no limit."""

    first: NotRequired[str]
    last: NotRequired[str]


class ReceiptList(Paged, rx.State, mixin=True):
    """What the list shows: one page of it.

    `first` and `last` are what the filter's boxes say. `page_url` is where the page is downloaded as one file, with
    `since`, `until` and `after` to say which: the days of what is shown, also while the boxes say what cannot be.
    """

    loaded: bool = False
    rows: list[ReceiptRow] = []
    years: list[StatementYear] = []
    first: str = ""
    last: str = ""
    since: str = ""
    until: str = ""
    after: str = ""
    page_url: str = ""
    field_error: str = ""

    def _begin(self) -> None:
        """Start with everything, from the latest on."""
        self._rewind()
        set_vars(self, first="", last="", since="", until="", field_error="")

    def _choose(self, form: ReceiptFilter, ctx: PatientContext) -> None:
        """Take the days of the filter, and begin at the first page. Days that cannot be are told, and move nothing."""
        set_vars(self, first=form.get("first", ""), last=form.get("last", ""), field_error="")
        try:
            read_days(self.first, self.last)
        except FieldError as wrong:
            self.field_error = say(wrong.key, ctx.lang)
        else:
            self._rewind()
            set_vars(self, since=self.first, until=self.last)

    async def _fill(self, ctx: PatientContext, person_id: str = "") -> None:
        """Show the page that is turned to. `person_id` is whose, for the desk."""
        first, last = read_days(self.since, self.until)
        cursor = self._cursor
        page = await in_read(receipts.page, ctx, person_id, first, last, cursor)
        self._turned(page.cursor)
        set_vars(self, loaded=True, rows=list(page.rows), years=list(page.years), page_url=page.page_url, after=cursor)
