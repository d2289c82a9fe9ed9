"""French: money, in words."""

SENTENCES: dict[str, str] = {
    "money.method.card": "Carte",
    "money.method.cash": "Comptant",
    "money.method.cheque": "Chèque",
    "money.method.transfer": "Virement Interac",
    "money.method.insurer": "Assureur",
    "money.day_to_come": "Choisissez aujourd’hui ou un jour passé.",
}
