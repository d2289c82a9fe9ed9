"""Papers as they were handed out, the codes by which receipts are checked, and the codes of visits for superbills."""

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.domain.receipts import CODE_LENGTH, CODE_LETTERS
from myaccount.domain.superbills import UNITS_AT_MOST
from myaccount.models.columns import UtcDateTime, new_id


def new_code() -> str:
    """Make a code that nobody guesses and everybody can type."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class KeptPaper(SQLModel, table=True):
    """A PDF as it was printed once, for good. `state_hash` names what stands on it, `sha256` the file itself.

    `sealed` is the file, readable only with the deployment's key.
    """

    __tablename__ = "kept_paper"
    __table_args__ = (UniqueConstraint("person_id", "state_hash"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    state_hash: str
    sha256: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    printed_at: datetime = Field(sa_type=UtcDateTime)


class ReceiptCode(SQLModel, table=True):
    """The code that is printed on a receipt: whoever has it learns whether the receipt stands, and nothing else."""

    __tablename__ = "receipt_code"
    __table_args__ = (UniqueConstraint("clinic_id", "code"),)

    receipt_id: str = Field(foreign_key="receipt.id", primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    code: str = Field(default_factory=new_code)


class VisitCodes(SQLModel, table=True):
    """What a superbill says of a visit: each a list of codes with blanks between. A blank `cpt` is the treatment's."""

    __tablename__ = "visit_codes"
    __table_args__ = (CheckConstraint(f"units BETWEEN 1 AND {UNITS_AT_MOST}", name="units"),)

    appointment_id: str = Field(foreign_key="appointment.id", primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    cpt: str = ""
    modifiers: str = ""
    diagnoses: str = ""
    units: int = 1
