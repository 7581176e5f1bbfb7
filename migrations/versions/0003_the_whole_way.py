"""What the whole way takes: rest, prompts that fade, projects, focus timers, recall, what the erased leave."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def _learner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["learner_id"], ["learners.id"], name=op.f(f"fk_{table}_learner_id_learners"), ondelete="CASCADE"
    )


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{'_'.join(columns)}"), list(columns), unique=False)


# Nothing is recreated: on SQLite that would take along every row that hangs on a table.


def upgrade() -> None:
    with op.batch_alter_table("learners", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("quiet", sa.String(length=11), server_default="22:00-08:00", nullable=False))
        batch_op.add_column(sa.Column("ignored", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("prompted_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("greeted_on", sa.Date(), nullable=True))
    with op.batch_alter_table("enrolments", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("path", sa.String(length=12), server_default="", nullable=False))
    op.create_table(
        "rests",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        _learner("rests"),
        sa.ForeignKeyConstraint(["ended_by"], ["logs.id"], name=op.f("fk_rests_ended_by_logs"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rests")),
        sqlite_autoincrement=True,
    )
    _index("rests", "learner_id")
    op.create_table(
        "shipped",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("milestone", sa.String(length=40), nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        _learner("shipped"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipped")),
        sqlite_autoincrement=True,
    )
    _index("shipped", "learner_id", "curriculum")
    op.create_table(
        "signals",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _learner("signals"),
        sa.PrimaryKeyConstraint("learner_id", "curriculum", "phase", name=op.f("pk_signals")),
    )
    op.create_table(
        "timers",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("stopped_at", INSTANT, nullable=True),
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("log_id", ID, nullable=True),
        _learner("timers"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_timers_group_id_groups"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["log_id"], ["logs.id"], name=op.f("fk_timers_log_id_logs"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sqlite_autoincrement=True,
    )
    _index("timers", "learner_id")
    _index("timers", "group_id")
    op.create_table(
        "recalls",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        _learner("recalls"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalls")),
        sa.UniqueConstraint(
            "learner_id", "curriculum", "kind", "ref", name=op.f("uq_recalls_learner_id_curriculum_kind_ref")
        ),
        sqlite_autoincrement=True,
    )
    _index("recalls", "learner_id", "due")
    op.create_table(
        "quizzes",
        sa.Column("poll", sa.String(length=40), nullable=False),
        sa.Column("recall_id", ID, nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["recall_id"], ["recalls.id"], name=op.f("fk_quizzes_recall_id_recalls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poll", name=op.f("pk_quizzes")),
    )
    _index("quizzes", "at")
    op.create_table(
        "link_codes",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _learner("link_codes"),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_link_codes")),
    )
    op.create_table(
        "link_tries",
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_link_tries")),
    )
    op.create_table(
        "unions",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("brought", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("parted_at", INSTANT, nullable=True),
        _learner("unions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unions")),
        sqlite_autoincrement=True,
    )
    _index("unions", "learner_id")
    op.create_table(
        "remnants",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("flows", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_remnants_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "monday", name=op.f("pk_remnants")),
    )


def downgrade() -> None:
    for table in (
        "remnants",
        "unions",
        "link_tries",
        "link_codes",
        "quizzes",
        "recalls",
        "timers",
        "signals",
        "shipped",
        "rests",
    ):
        op.drop_table(table)
    with op.batch_alter_table("enrolments", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("path")
    with op.batch_alter_table("learners", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("greeted_on")
        batch_op.drop_column("prompted_at")
        batch_op.drop_column("ignored")
        batch_op.drop_column("quiet")
