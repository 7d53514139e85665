"""Indexes for the pages of a learner and of a class: without them each page reads every measure there is"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_measures_name", "measures", ["name", "attempt_id"])
    op.create_index("ix_remarks_measure", "remarks", ["measure", "attempt_id", "critical"])


def downgrade() -> None:
    op.drop_index("ix_remarks_measure", "remarks")
    op.drop_index("ix_measures_name", "measures")
