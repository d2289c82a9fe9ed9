"""English: money, in words."""

SENTENCES: dict[str, str] = {
    "money.method.card": "Card",
    "money.method.cash": "Cash",
    "money.method.cheque": "Cheque",
    "money.method.transfer": "E-transfer",
    "money.method.insurer": "Insurer",
    "money.day_to_come": "Choose today or an earlier day.",
}
