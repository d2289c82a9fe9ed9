"""What the rules of money say no to."""

from myaccount.domain.refusals import Refused


class NoAmount(Refused):
    """An amount of nothing, or less."""

    code = "no_amount"


class ShortOf(Refused):
    """More money than there is; `cents` is how much there is, and the service that knows the currency words it."""

    code = "short_of"

    @property
    def cents(self) -> int:
        """How much there is. Money: cents of a currency that only who raises it knows."""
        return int(self.facts.get("cents", 0))


class MoreThanCredit(ShortOf):
    """A payment has less credit than was to be applied."""

    code = "more_than_credit"


class MoreThanDue(ShortOf):
    """An invoice has less to pay than was to be applied."""

    code = "more_than_due"


class MoreThanApplied(ShortOf):
    """Less is applied there than was to be taken back."""

    code = "more_than_applied"


class MoreThanLeft(ShortOf):
    """Less is left of a payment than was to be refunded."""

    code = "more_than_left"


class PickReceipt(Refused):
    """More than one receipt holds the invoice: somebody chooses which one shrinks."""

    code = "pick_receipt"


class InvoicePaid(Refused):
    """What is paid, in whole or in part, is not taken back before its money is."""

    code = "invoice_paid"


class OtherLines(Refused):
    """A visit's invoice has lines of something else as well, which would go with it."""

    code = "other_lines"


class Credited(Refused):
    """A prepayment counts towards another invoice, by its `number`: it stands as long as that one."""

    code = "credited"


class OtherCurrency(Refused):
    """A payment and an invoice are in two currencies."""

    code = "other_currency"


class VisitInvoice(Refused):
    """A visit's invoice stands as long as its person has come."""

    code = "visit_invoice"
