"""English: paying, or leaving a card, to book."""

SENTENCES: dict[str, str] = {
    "pay.deposit_for": "Deposit for {treatment}, {day}",
    "pay.whole_for": "Paid ahead for {treatment}, {day}",
    "paying.lost": "Nothing is booked: somebody else had taken the time before your payment came in. {amount} goes back to your card by itself. Your bank may need some days to show it.",
    "book.pay.card": "The clinic asks for a card on file. Nothing is charged now.",
    "book.pay.deposit": "You pay a deposit of {now} now. It counts towards the visit; {left} is left to pay there.",
    "book.pay.full": "You pay {now} now. Nothing is left to pay at the visit.",
    "book.pay.keeps": "Cancelled in time, what you have paid stays with the clinic as your credit.",
    "book.pay.paid": "Paid ahead: {amount}. Your receipt is ready.",
    "prepaid.card": "The {amount} paid ahead goes back to the card. The bank may need some days to show it.",
    "prepaid.credit": "The {amount} paid ahead stays with the clinic as credit, for another visit.",
    "book.pay.step": "Payment",
    "book.pay.book": "Pay {amount} and book",
    "book.pay.add": "Add a card",
    "book.pay.go_on": "Go on to payment",
    "book.pay.go_on.help": "Payment opens in a window of its own, at {clinic}.",
    "refused.card_needed": "The clinic asks for a card on file to book. Add one here, then book. The time is still held for you.",
    "refused.prepayment_needed": "The clinic asks for a payment to book. Look at the amount, then pay. The time is still held for you.",
    "refused.terms_changed": "What the clinic asks for to book has changed in the meantime. Nothing was charged. Look at it again, then go on.",
}
