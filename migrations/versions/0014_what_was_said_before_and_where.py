"""The local day on which a season was declared, what a check-in replaced, where questions to groups stand."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
# Where the questions of the last weeks stand is known from their letters.
STANDING = """INSERT INTO ask_posts (ask_id, chat_id, message)
SELECT asks.id, chats.id, letters.message FROM letters
JOIN asks ON asks.id = letters.subject
JOIN chats ON chats.platform = letters.platform AND chats.chat = letters.chat AND chats.thread = letters.thread
WHERE letters.kind = 'ask' AND letters.state = 'sent' AND letters.message <> '' ORDER BY letters.id"""

# Nothing is recreated: on SQLite that would take the triggers along by which boards follow.


def upgrade() -> None:
    with op.batch_alter_table("seasons", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("declared_on", sa.Date(), nullable=True))
    with op.batch_alter_table("checkins", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("earlier", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "ask_posts",
        sa.Column("id", ID, nullable=False),
        sa.Column("ask_id", ID, nullable=True),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("message", sa.String(length=40), nullable=False),
        sa.Column("edit_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name=op.f("fk_ask_posts_ask_id_asks"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_ask_posts_chat_id_chats"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_posts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_ask_posts_ask_id"), "ask_posts", ["ask_id"], unique=False)
    op.create_index(op.f("ix_ask_posts_chat_id"), "ask_posts", ["chat_id"], unique=False)
    op.execute(STANDING)


def downgrade() -> None:
    op.drop_table("ask_posts")
    with op.batch_alter_table("checkins", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("earlier")
    with op.batch_alter_table("seasons", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("declared_on")
