"""What refers to a log, a review or a recall is found through an index when one of these is deleted (`/forget`)."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REFERRING = (
    ("quizzes", "recall_id"),
    ("rests", "ended_by"),
    ("steps", "log_id"),
    ("steps", "review_id"),
    ("timers", "log_id"),
    ("visits", "log_id"),
)


def upgrade() -> None:
    for table, column in REFERRING:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    for table, column in REFERRING:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
