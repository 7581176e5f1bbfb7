"""What members agree to, study pairs, who was asked for help, kudos."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


# Nothing is recreated: on SQLite that would take along every row that hangs on a table.


def upgrade() -> None:
    with op.batch_alter_table("members", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("helps", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("partner", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("hello", sa.Boolean(), nullable=True))
    with op.batch_alter_table("groups", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("paired_for", sa.Date(), nullable=True))
    op.create_table(
        "pairs",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_pairs_group_id_groups"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pairs_group_id"), "pairs", ["group_id"], unique=False)
    op.create_table(
        "paired",
        sa.Column("pair_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("promise", sa.Text(), server_default="", nullable=False),
        sa.Column("promised_for", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_paired_pair_id_pairs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_paired_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pair_id", "learner_id", name=op.f("pk_paired")),
    )
    op.create_index(op.f("ix_paired_learner_id"), "paired", ["learner_id"], unique=False)
    op.create_table(
        "helpers",
        sa.Column("ask_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name=op.f("fk_helpers_ask_id_asks"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_helpers_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ask_id", "learner_id", name=op.f("pk_helpers")),
    )
    op.create_index(op.f("ix_helpers_learner_id"), "helpers", ["learner_id"], unique=False)
    op.create_table(
        "kudos",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_kudos_group_id_groups"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_kudos_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "monday", "learner_id", name=op.f("pk_kudos")),
    )
    op.create_index(op.f("ix_kudos_learner_id"), "kudos", ["learner_id"], unique=False)


def downgrade() -> None:
    for table in ("kudos", "helpers", "paired", "pairs"):
        op.drop_table(table)
    with op.batch_alter_table("groups", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("paired_for")
    with op.batch_alter_table("members", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("hello")
        batch_op.drop_column("partner")
        batch_op.drop_column("helps")
