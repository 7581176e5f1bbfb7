"""What caused a letter, and when it was first due: retries move the other instant."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

# Nothing is recreated, as in 0010.


def upgrade() -> None:
    with op.batch_alter_table("letters", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(length=16), server_default="", nullable=False))
        batch_op.add_column(sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("letters", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("first_due_at")
        batch_op.drop_column("cause")
