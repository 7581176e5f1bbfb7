"""The local day on which a season was declared, and what a check-in replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None


# Nothing is recreated: on SQLite that would take the triggers along by which boards follow.


def upgrade() -> None:
    with op.batch_alter_table("seasons", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("declared_on", sa.Date(), nullable=True))
    with op.batch_alter_table("checkins", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("earlier", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("checkins", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("earlier")
    with op.batch_alter_table("seasons", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("declared_on")
