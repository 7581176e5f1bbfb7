"""Setting a group up: several chats by a one-time code, named facilitators, the digest, and who was greeted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


# Nothing is recreated: on SQLite that would take along every row that hangs on a table.


def upgrade() -> None:
    with op.batch_alter_table("groups", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("digest", sa.Boolean(), server_default=sa.true(), nullable=False))
    with op.batch_alter_table("members", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("leads", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "group_codes",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_group_codes_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_codes")),
    )
    op.create_table(
        "greeted",
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "place", name=op.f("pk_greeted")),
    )


def downgrade() -> None:
    op.drop_table("greeted")
    op.drop_table("group_codes")
    with op.batch_alter_table("members", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("leads")
    with op.batch_alter_table("groups", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("digest")
