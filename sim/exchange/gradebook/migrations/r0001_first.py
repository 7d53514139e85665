"""Learners, attempts, measures, remarks and journals"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learners"),
        sa.UniqueConstraint("name", name="uq_learners_name"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(length=80), nullable=False),
        sa.Column("scenario_hash", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("started", sa.Date(), nullable=True),
        sa.Column("program", sa.String(length=20), nullable=False),
        sa.Column("patient", sa.String(length=200), nullable=False),
        sa.Column("patient_hash", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("proved_by", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Double(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("handwriting", sa.String(length=64), nullable=False),
        sa.Column("copied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_attempts_learner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint("fingerprint", name="uq_attempts_fingerprint"),
    )
    op.create_index("ix_attempts_learner_id", "attempts", ["learner_id"])
    op.create_index("ix_attempts_scenario", "attempts", ["scenario"])
    op.create_index("ix_attempts_handwriting", "attempts", ["handwriting"])

    _belongings()


def _belongings() -> None:
    """What goes with an attempt."""
    op.create_table(
        "journals",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_journals_attempt_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_journals"),
    )
    op.create_table(
        "measures",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_measures_attempt_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("attempt_id", "name", name="pk_measures"),
    )
    op.create_table(
        "remarks",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("time_s", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_remarks_attempt_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("attempt_id", "number", name="pk_remarks"),
    )


def downgrade() -> None:
    op.drop_table("remarks")
    op.drop_table("measures")
    op.drop_table("journals")
    op.drop_index("ix_attempts_handwriting", "attempts")
    op.drop_index("ix_attempts_scenario", "attempts")
    op.drop_index("ix_attempts_learner_id", "attempts")

    op.drop_table("attempts")
    op.drop_table("learners")
