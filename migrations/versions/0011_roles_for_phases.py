"""Roles for finished phases: which are given, who should have one, and the triggers that say whose may have changed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
FACTS = (  # table, the rows that matter, and the columns of a change that does
    ("steps", "{row}.kind = 'left'", "learner_id, undone_at"),
    ("members", "", "learner_id, listed"),
    ("accounts", "{row}.platform = 'discord'", "learner_id"),
)
STALE = "INSERT INTO reward_stale (learner) {rows} ON CONFLICT (learner) DO NOTHING"
MEMBERS = "SELECT learner_id FROM members WHERE group_id = {row}.group_id ORDER BY learner_id"
ROLES = "server, role, gone"
EVENTS = ("INSERT", "UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "rewards",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("curriculum", sa.String(40), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("server", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("weeks", sa.Text(), nullable=False),
        sa.Column("flaw", sa.String(10), server_default="", nullable=False),
        sa.Column("mine", sa.String(100), server_default="", nullable=False),
        sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_rewards_group_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_rewards_chat_id_chats"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
        sa.UniqueConstraint("group_id", "server", "phase", name=op.f("uq_rewards_group_id_server_phase")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_rewards_chat_id"), "rewards", ["chat_id"], unique=False)
    op.create_table(
        "holders",
        sa.Column("server", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("absent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("held_until", INSTANT, nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("server", "role", "person", name=op.f("pk_holders")),
    )
    op.create_index(op.f("ix_holders_learner_id"), "holders", ["learner_id"], unique=False)
    due = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_holders_next_at", "holders", ["next_at", "server", "role"], sqlite_where=due, postgresql_where=due
    )
    op.create_table(
        "reward_stale",
        sa.Column("learner", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("learner", name=op.f("pk_reward_stale")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    for table, matters, columns in FACTS:
        for event in EVENTS:
            row = "OLD" if event == "DELETE" else "NEW"
            rows = ("OLD", "NEW") if event == "UPDATE" else (row,)
            said = "; ".join(STALE.format(rows=f"VALUES ({each}.learner_id)") for each in rows)
            of = f" OF {columns}" if event == "UPDATE" else ""
            when = f" WHEN {matters.format(row=row)}" if matters else ""
            name = f"reward_{table}_{event.lower()}"
            op.execute(f"CREATE TRIGGER {name} AFTER {event}{of} ON {table}{when} BEGIN {said}; END")
    for event in EVENTS:
        said = STALE.format(rows=MEMBERS.format(row="OLD" if event == "DELETE" else "NEW"))
        of = f" OF {ROLES}" if event == "UPDATE" else ""
        op.execute(f"CREATE TRIGGER reward_rewards_{event.lower()} AFTER {event}{of} ON rewards BEGIN {said}; END")


def _postgresql() -> None:
    for table, matters, columns in FACTS:
        old, new = (STALE.format(rows=f"VALUES ({row}.learner_id)") for row in ("OLD", "NEW"))
        old_counts, new_counts = (f" AND {matters.format(row=row)}" if matters else "" for row in ("OLD", "NEW"))
        op.execute(
            f"""CREATE FUNCTION reward_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP <> 'INSERT'{old_counts} THEN {old}; END IF;
            IF TG_OP <> 'DELETE'{new_counts} THEN {new}; END IF;
            RETURN NULL; END $$"""
        )
        _on_postgresql(table, columns)
    gone, here = (STALE.format(rows=MEMBERS.format(row=row)) for row in ("OLD", "NEW"))
    op.execute(
        f"""CREATE FUNCTION reward_rewards() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN {gone}; ELSE {here}; END IF;
        RETURN NULL; END $$"""
    )
    _on_postgresql("rewards", ROLES)


def _on_postgresql(table: str, columns: str) -> None:
    when = " OR ".join(f"UPDATE OF {columns}" if event == "UPDATE" else event for event in EVENTS)
    op.execute(f"CREATE TRIGGER reward_{table} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION reward_{table}()")


def downgrade() -> None:
    tables = (*(table for table, *_ in FACTS), "rewards")
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            for event in EVENTS:
                op.execute(f"DROP TRIGGER reward_{table}_{event.lower()}")
    else:
        for table in tables:
            op.execute(f"DROP TRIGGER reward_{table} ON {table}")
            op.execute(f"DROP FUNCTION reward_{table}()")
    for table in ("reward_stale", "holders", "rewards"):
        op.drop_table(table)
