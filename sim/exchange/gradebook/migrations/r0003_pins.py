"""PINs: a learner's own, and that of the class page"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("learners", sa.Column("pin", sa.String(length=200), nullable=True))
    op.create_table(
        "locks",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("pin", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_locks"),
    )


def downgrade() -> None:
    op.drop_table("locks")
    op.drop_column("learners", "pin")
