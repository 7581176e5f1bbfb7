"""Boards are read from lines that are kept up with the facts: the lines, and the triggers that say whose are stale."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FACTS = (
    "logs",
    "reviews",
    "rests",
    "plans",
    "members",
)  # all that lines are derived from, besides a group's curriculum
STALE = "INSERT INTO board_stale (learner, pending) {rows} ON CONFLICT (learner) DO UPDATE SET pending = false"


def upgrade() -> None:
    op.create_table(
        "board_lines",
        sa.Column("learner_id", ID, autoincrement=False, nullable=False),
        sa.Column("group_id", ID, autoincrement=False, nullable=False),
        sa.Column("weeks", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "group_id", "weeks", "monday", name=op.f("pk_board_lines")),
    )
    op.create_index("ix_board_lines_rank", "board_lines", ["group_id", "weeks", "monday", "rank", "learner_id"])
    op.create_table(
        "board_tallies",
        sa.Column("group_id", ID, autoincrement=False, nullable=False),
        sa.Column("weeks", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("rank", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "weeks", "monday", "rank", "listed", name=op.f("pk_board_tallies")),
    )
    op.create_table(
        "board_stale",
        sa.Column("learner", ID, autoincrement=False, nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("learner", name=op.f("pk_board_stale")),
    )
    # Who is a member already gets their lines when this version first opens the database.
    op.execute("INSERT INTO board_stale (learner, pending) SELECT DISTINCT learner_id, true FROM members")
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    for table in FACTS:
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            said = "; ".join(STALE.format(rows=f"VALUES ({row}.learner_id, false)") for row in rows)
            op.execute(f"CREATE TRIGGER board_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {said}; END")
    everybody = STALE.format(rows="SELECT learner_id, false FROM members WHERE group_id = NEW.id")
    op.execute(f"CREATE TRIGGER board_groups_update AFTER UPDATE OF curriculum ON groups BEGIN {everybody}; END")


def _postgresql() -> None:
    old, new = (STALE.format(rows=f"VALUES ({row}.learner_id, false)") for row in ("OLD", "NEW"))
    op.execute(
        f"""CREATE FUNCTION board_facts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' THEN {old}; END IF;
        IF TG_OP <> 'DELETE' THEN {new}; END IF;
        RETURN NULL; END $$"""
    )
    for table in FACTS:
        op.execute(
            f"CREATE TRIGGER board_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION board_facts()"
        )
    everybody = STALE.format(rows="SELECT learner_id, false FROM members WHERE group_id = NEW.id")
    op.execute(
        f"""CREATE FUNCTION board_curriculum() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        {everybody}; RETURN NULL; END $$"""
    )
    op.execute(
        "CREATE TRIGGER board_groups AFTER UPDATE OF curriculum ON groups "
        "FOR EACH ROW EXECUTE FUNCTION board_curriculum()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in FACTS:
            for event in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER board_{table}_{event}")
        op.execute("DROP TRIGGER board_groups_update")
    else:
        for table in (*FACTS, "groups"):
            op.execute(f"DROP TRIGGER board_{table} ON {table}")
        op.execute("DROP FUNCTION board_facts()")
        op.execute("DROP FUNCTION board_curriculum()")
    for table in ("board_stale", "board_tallies", "board_lines"):
        op.drop_table(table)
