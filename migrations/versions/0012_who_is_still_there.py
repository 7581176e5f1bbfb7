"""Who is still in the chats of a group."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


# Nothing is recreated: on SQLite that would take along every row that hangs on a table, and its triggers.


def upgrade() -> None:
    with op.batch_alter_table("members", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("gone_on", sa.Date(), nullable=True))
    with op.batch_alter_table("chats", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("asked_at", INSTANT, nullable=True))
    op.create_table(
        "presences",
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("known_at", INSTANT, nullable=False),
        sa.Column("gone_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_presences_chat_id_chats"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_presences_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "account_id", name=op.f("pk_presences")),
    )
    op.create_index(op.f("ix_presences_account_id"), "presences", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_table("presences")
    with op.batch_alter_table("chats", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("asked_at")
    with op.batch_alter_table("members", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("gone_on")
