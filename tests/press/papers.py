"""Papers to print: one of each kind, and the odd ones."""

import time
from dataclasses import replace

from myaccount.views.papers import (
    DetailedLine,
    DetailedPaper,
    Diagnosis,
    Issuer,
    MoneyMove,
    Proof,
    Provider,
    ReceiptLine,
    ReceiptPaper,
    ServiceLine,
    Signatory,
    StatementLine,
    StatementPaper,
    StatementTable,
    SuperbillPaper,
)

CEDAR = Issuer(
    name="Cedar Physio",
    legal_name="Cedar Physio Inc.",
    address="1 Main St\nToronto ON  M5V 2T6",
    phone="416-555-0100",
    email="desk@cedar.test",
    tax_label="GST/HST/QST no.",
    tax_number="123456789 RT0001",
    color="#1f6f5c",
)
PROOF = Proof("7KQ2-M4XD-9T3V", "cedar.test/verify", "https://cedar.test/verify/7KQ2M4XD9T3V")
LINE = ReceiptLine("Physiotherapy", "60 minutes", "10 March 2026", "Sam Tremblay", "$120.00")
RECEIPT = ReceiptPaper(
    lang="en",
    title="Receipt 1042",
    issuer=CEDAR,
    patient="Alice Moreau",
    paid_on="10 March 2026",
    method="Card",
    issued_on="10 March 2026",
    lines=(LINE, ReceiptLine("Exercise band, blue", "", "", "", "$30.00")),
    signatories=(Signatory("Sam Tremblay", "PT 12345", "Sam Tremblay, PT"),),
    amount="$150.00",
    proof=PROOF,
)
FRENCH = replace(
    RECEIPT,
    lang="fr",
    title="Reçu 1042",
    patient="Élodie Œuvrard-Lévêque",
    amount="75,00 $",
    original="150,00 $",
    tax="9,77 $",
    issuer=replace(CEDAR, tax_label="No TPS/TVH/TVQ", color="#f2c200"),
    lines=(replace(LINE, what="Physiothérapie", visited_on="10 mars 2026", amount="75,00 $", tax="9,77 $"),),
)
TWELVE = replace(
    RECEIPT,
    title="Receipt 1043",
    patient="Wilhelmina-Anastasia " * 6,
    lines=tuple(replace(LINE, what=f"Massage therapy with a rather long name, number {n}") for n in range(12)),
)
SUPERBILL = SuperbillPaper(
    lang="en",
    title="Superbill 1042",
    issuer=replace(CEDAR, tax_label="Tax ID", tax_number="12-3456789"),
    patient="Alice Moreau",
    born_on="3 February 1988",
    patient_address="12 Elm St\nPortland OR 97201",
    paid_on="10 March 2026",
    method="Card",
    receipt="1042",
    providers=(Provider("Sam Tremblay", "PT, DPT", "1234567893", "PT 60412 (OR)", "Sam Tremblay, PT"),),
    diagnoses=(Diagnosis("A", "M54.50"), Diagnosis("B", "M25.561")),
    lines=(
        ServiceLine("10 March 2026", "11", "Physiotherapy", "97110", "GP 59 CQ KX", "A, B", "4", "$220.00", "$120.00"),
    ),
    fees="$220.00",
    paid="$120.00",
    proof=PROOF,
)
STATEMENT = StatementPaper(
    lang="en",
    title="Statement of payments 2026",
    issuer=CEDAR,
    patient="Alice Moreau",
    made_on="25 November 2026",
    tables=(
        StatementTable(
            title="",
            lines=tuple(
                StatementLine(
                    "10 March 2026", str(1000 + n), "Physiotherapy", "Sam Tremblay", "Card", "$120.00", "$6.00"
                )
                for n in range(45)
            ),
            total="$5,400.00",
            tax="$270.00",
        ),
    ),
)
DETAILED = DetailedPaper(
    lang="en",
    title="Detailed receipt of invoice 101",
    issuer=CEDAR,
    patient="Alice Moreau",
    issued_on="10 March 2026",
    made_on="25 November 2026",
    lines=(
        DetailedLine("Physiotherapy", "60 minutes", "10 March 2026", "Sam Tremblay", "$120.00", "$6.00", "$126.00"),
    ),
    price="$120.00",
    tax="$6.00",
    total="$126.00",
    moves=(
        MoneyMove("10 March 2026", "Paid", "Card", "1042", "$60.00"),
        MoneyMove("12 March 2026", "Paid", "Insurer", "", "$20.00"),
        MoneyMove("14 March 2026", "Refunded", "Card", "1042", "-$10.00"),
    ),
    paid="$70.00",
    owing="$36.00",
    credited="$20.00",
    signatories=(Signatory("Sam Tremblay", "PT 12345", "Sam Tremblay, PT"),),
)


def stuck(_papers: object, _title: str) -> bytes:
    """Print nothing, and do not end."""
    time.sleep(600)
    return b""
