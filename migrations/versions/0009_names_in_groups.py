"""A name for each group: what a learner is called there, if it is not their usual name."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


# Nothing is recreated: on SQLite that would take the triggers on the table along.


def upgrade() -> None:
    with op.batch_alter_table("members", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=80), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("name")
