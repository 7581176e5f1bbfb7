"""The languages of learners, of their apps, and of groups."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ADDED = (
    ("learners", "language"),
    ("accounts", "language"),
    ("groups", "language"),
    ("groups", "platform_language"),
)


# Nothing is recreated: on SQLite that would take along every row that hangs on a table.


def upgrade() -> None:
    for table, column in ADDED:
        with op.batch_alter_table(table, schema=None, recreate="never") as batch_op:
            batch_op.add_column(sa.Column(column, sa.String(length=20), server_default="", nullable=False))


def downgrade() -> None:
    for table, column in reversed(ADDED):
        with op.batch_alter_table(table, schema=None, recreate="never") as batch_op:
            batch_op.drop_column(column)
