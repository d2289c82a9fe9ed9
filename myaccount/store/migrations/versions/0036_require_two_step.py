"""The setting that asks patients for two steps is stored under the name that clinic files give it."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE clinic_setting SET key = 'require_two_step' WHERE key = 'patient_two_step'")
