"""Exams, who has begun which case of them, and of which exam an attempt is a part"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exams",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_exams"),
    )
    op.create_table(
        "sittings",
        sa.Column("exam", sa.String(length=80), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exam"], ["exams.name"], name="fk_sittings_exam", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_sittings_learner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("exam", "learner_id", "number", name="pk_sittings"),
    )
    op.add_column("attempts", sa.Column("exam", sa.String(length=80), nullable=True))
    op.create_index("ix_attempts_exam", "attempts", ["exam"])


def downgrade() -> None:
    op.drop_index("ix_attempts_exam", "attempts")
    op.drop_column("attempts", "exam")
    op.drop_table("sittings")
    op.drop_table("exams")
