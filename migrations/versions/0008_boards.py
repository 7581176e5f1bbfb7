"""Boards are read from lines that are kept up with the facts: the lines, and the triggers that say whose are stale."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FACTS = (
    "logs",
    "reviews",
    "rests",
    "plans",
    "members",
)  # all that lines are derived from, besides what belongs to a whole group
GROUPS = (  # table, the events that matter, and the columns of a change that does: its curriculum, its seasons
    ("groups", "id", ("UPDATE",), "curriculum"),
    ("seasons", "group_id", ("INSERT", "UPDATE", "DELETE"), "first, last, undone_at"),
)
MEMBERS = "SELECT learner_id, false FROM members WHERE group_id = {group} ORDER BY learner_id"
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
    for table, key, events, columns in GROUPS:
        for event in events:
            said = _everybody("OLD" if event == "DELETE" else "NEW", key)
            of = f" OF {columns}" if event == "UPDATE" else ""
            op.execute(f"CREATE TRIGGER board_{table}_{event.lower()} AFTER {event}{of} ON {table} BEGIN {said}; END")


def _everybody(row: str, key: str) -> str:
    return STALE.format(rows=MEMBERS.format(group=f"{row}.{key}"))


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
    for table, key, events, columns in GROUPS:
        op.execute(
            f"""CREATE FUNCTION board_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' THEN {_everybody("OLD", key)}; ELSE {_everybody("NEW", key)}; END IF;
            RETURN NULL; END $$"""
        )
        when = " OR ".join(f"UPDATE OF {columns}" if event == "UPDATE" else event for event in events)
        op.execute(
            f"CREATE TRIGGER board_{table} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION board_{table}()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in FACTS:
            for event in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER board_{table}_{event}")
        for table, _, events, _ in GROUPS:
            for event in events:
                op.execute(f"DROP TRIGGER board_{table}_{event.lower()}")
    else:
        for table in FACTS:
            op.execute(f"DROP TRIGGER board_{table} ON {table}")
        op.execute("DROP FUNCTION board_facts()")
        for table, *_ in GROUPS:
            op.execute(f"DROP TRIGGER board_{table} ON {table}")
            op.execute(f"DROP FUNCTION board_{table}()")
    for table in ("board_stale", "board_tallies", "board_lines"):
        op.drop_table(table)
