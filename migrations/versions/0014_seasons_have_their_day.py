"""The local day on which a season was declared."""

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


def downgrade() -> None:
    with op.batch_alter_table("seasons", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("declared_on")
