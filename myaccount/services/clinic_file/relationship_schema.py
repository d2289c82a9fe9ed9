"""The part of the clinic file that says what people may do for one another."""

from typing import Literal

from pydantic import Field

from myaccount.services.clinic_file import fields
from myaccount.services.clinic_file.section import Section


class RelationshipSection(Section):
    """What one patient may do for another: `from` is whose data it is, `to` is who may act.

    `label` is who the first is to the second. A pair comes once.
    """

    from_: fields.Id = Field(alias="from")
    to: fields.Id
    label: fields.Line = ""
    permissions: list[Literal["bookings", "forms", "notifications", "financial_emails", "payments"]] = Field(
        min_length=1
    )
