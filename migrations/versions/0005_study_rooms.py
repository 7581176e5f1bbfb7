"""Study rooms: a voice channel of a group, and the time in it that may be logged."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


# Nothing is recreated: on SQLite that would take along every row that hangs on a table.


def upgrade() -> None:
    with op.batch_alter_table("learners", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("voice", sa.Boolean(), server_default=sa.true(), nullable=False))
    with op.batch_alter_table("groups", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("room", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("room_name", sa.String(length=100), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_groups_room"), ["room"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("room", sa.String(length=100), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("breaks", sa.Text(), server_default="", nullable=False),
        sa.Column("log_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_visits_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["log_id"], ["logs.id"], name=op.f("fk_visits_log_id_logs"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_channel"), ["channel"], unique=False)


def downgrade() -> None:
    op.drop_table("visits")
    with op.batch_alter_table("groups", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_groups_room"))
        batch_op.drop_column("room_name")
        batch_op.drop_column("room")
    with op.batch_alter_table("learners", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("voice")
