"""The Discord server that a chat is in."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


# Nothing is recreated: on SQLite that would take along every row that hangs on a chat, and its triggers.


def upgrade() -> None:
    with op.batch_alter_table("chats", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("server", sa.String(length=40), server_default="", nullable=False))
    op.create_index(op.f("ix_chats_server"), "chats", ["server"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_chats_server"), table_name="chats")
    with op.batch_alter_table("chats", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("server")
