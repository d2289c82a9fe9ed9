"""How card money is named in the ledger: as the processor names the payment, or by what it came back from.

What comes back is a payment of its own, since nothing in the books is changed: after a dispute that was won, and after
a refund that the processor could not carry out.
"""

WON = "won:"
"""Begins the reference of money that came back after a dispute: it is at the processor as the payment still."""
RETURNED = "back:"
"""Begins the reference of money that a refund did not bring to the card."""


def reference_of(came_back: str, intent_id: str, by: str) -> str:
    """Name money that came back of a payment, `by` the processor's name of the dispute or the refund."""
    return f"{came_back}{intent_id}:{by}"


def original_in(reference: str) -> str:
    """Tell from which payment at the processor a reference is, or came back."""
    is_back = reference.startswith((WON, RETURNED))
    return reference.split(":")[1] if is_back else reference


def refundable_in(reference: str) -> str:
    """Name the payment that the processor can give back to the card.

    Edges: blank for money of a refund that has failed once: the card did not take it, so it is given back by hand.
    Source: https://docs.stripe.com/refunds, "Failed refunds".
    """
    return "" if reference.startswith(RETURNED) else original_in(reference)
