"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers rows only in an INTEGER primary key
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("tokens", sa.Float(precision=53), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", name=op.f("pk_budgets")),
    )
    op.create_table(
        "groups",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("board", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "learners",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("prompts", sa.Boolean(), nullable=False),
        sa.Column("joined", sa.Date(), nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learners")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "letters",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("chat", sa.String(length=40), server_default="", nullable=False),
        sa.Column("thread", sa.String(length=40), server_default="", nullable=False),
        sa.Column("person", sa.String(length=40), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("unsure_since", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("message", sa.String(length=40), server_default="", nullable=False),
        sa.Column("trouble", sa.String(length=200), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("key", name=op.f("uq_letters_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(
            "ix_letters_cards",
            ["platform", "due_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('ready', 'sending') AND kind = 'card'"),
            postgresql_where=sa.text("state IN ('ready', 'sending') AND kind = 'card'"),
        )
        batch_op.create_index(
            "ix_letters_chat",
            ["platform", "chat"],
            unique=False,
            sqlite_where=sa.text("state IN ('ready', 'sending')"),
            postgresql_where=sa.text("state IN ('ready', 'sending')"),
        )
        batch_op.create_index("ix_letters_ended_at", ["ended_at"], unique=False)
        batch_op.create_index(
            "ix_letters_open",
            ["platform", "due_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('ready', 'sending')"),
            postgresql_where=sa.text("state IN ('ready', 'sending')"),
        )

    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "paces",
        sa.Column("chat", sa.String(length=60), nullable=False),
        sa.Column("free_at", INSTANT, nullable=False),
        sa.Column("recent", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_paces")),
    )
    with op.batch_alter_table("paces", schema=None) as batch_op:
        batch_op.create_index("ix_paces_free_at", ["free_at"], unique=False)

    op.create_table(
        "questions",
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "person", name=op.f("pk_questions")),
    )
    op.create_table(
        "requests",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("press", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_requests")),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index("ix_requests_at", ["at"], unique=False)

    op.create_table(
        "rhythms",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.UniqueConstraint("kind", "owner", name=op.f("uq_rhythms_kind_owner")),
    )
    with op.batch_alter_table("rhythms", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rhythms_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.create_table(
        "set_aside",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("request", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("external_id", sa.String(length=40), nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("direct", sa.String(length=40), server_default="", nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_because", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_accounts_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_accounts_platform_external_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_learner_id"), ["learner_id"], unique=False)

    op.create_table(
        "chats",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("chat", sa.String(length=40), nullable=False),
        sa.Column("thread", sa.String(length=40), server_default="", nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_because", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_chats_group_id_groups"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("platform", "chat", "thread", name=op.f("uq_chats_platform_chat_thread")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chats_group_id"), ["group_id"], unique=False)

    op.create_table(
        "checkins",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("went_well", sa.Text(), nullable=False),
        sa.Column("in_the_way", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("i_will", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_checkins_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "monday", name=op.f("pk_checkins")),
    )
    op.create_table(
        "logs",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("logged_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("focus", sa.Integer(), nullable=True),
        sa.Column("at_day", sa.String(length=80), server_default="", nullable=False),
        sa.Column("edited_at", INSTANT, nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_logs_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logs")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("logs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_logs_learner_id_day"), ["learner_id", "day"], unique=False)

    op.create_table(
        "members",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("joined", sa.Date(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_members_group_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_members_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "learner_id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_members_learner_id"), ["learner_id"], unique=False)

    op.create_table(
        "plans",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("from_monday", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_plans_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "from_monday", name=op.f("pk_plans")),
    )
    op.create_table(
        "reviews",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("week", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_reviews_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reviews_learner_id_curriculum_week"), ["learner_id", "curriculum", "week"], unique=False
        )

    op.create_table(
        "zones",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_zones_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "since", name=op.f("pk_zones")),
    )
    op.create_table(
        "cards",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("message", sa.String(length=40), server_default="", nullable=False),
        sa.Column("wanted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("edit_at", INSTANT, nullable=True),
        sa.Column("free_at", INSTANT, nullable=True),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_cards_chat_id_chats"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("chat_id", "day", name=op.f("uq_cards_chat_id_day")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cards_edit_at",
            ["edit_at"],
            unique=False,
            sqlite_where=sa.text("edit_at IS NOT NULL"),
            postgresql_where=sa.text("edit_at IS NOT NULL"),
        )

    op.create_table(
        "steps",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("curriculum", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("from_week", sa.String(length=40), nullable=False),
        sa.Column("from_spot", sa.String(length=40), nullable=False),
        sa.Column("to_week", sa.String(length=40), nullable=False),
        sa.Column("to_spot", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("log_id", ID, nullable=True),
        sa.Column("review_id", ID, nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_steps_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["log_id"], ["logs.id"], name=op.f("fk_steps_log_id_logs"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_steps_review_id_reviews"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_steps_learner_id_curriculum"), ["learner_id", "curriculum"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_steps_learner_id_curriculum"))

    op.drop_table("steps")
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_cards_edit_at",
            sqlite_where=sa.text("edit_at IS NOT NULL"),
            postgresql_where=sa.text("edit_at IS NOT NULL"),
        )

    op.drop_table("cards")
    op.drop_table("zones")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_learner_id_curriculum_week"))

    op.drop_table("reviews")
    op.drop_table("plans")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_learner_id"))

    op.drop_table("members")
    with op.batch_alter_table("logs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_logs_learner_id_day"))

    op.drop_table("logs")
    op.drop_table("checkins")
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chats_group_id"))

    op.drop_table("chats")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_learner_id"))

    op.drop_table("accounts")
    op.drop_table("set_aside")
    with op.batch_alter_table("rhythms", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_rhythms_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("rhythms")
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_index("ix_requests_at")

    op.drop_table("requests")
    op.drop_table("questions")
    with op.batch_alter_table("paces", schema=None) as batch_op:
        batch_op.drop_index("ix_paces_free_at")

    op.drop_table("paces")
    op.drop_table("meta")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_letters_open",
            sqlite_where=sa.text("state IN ('ready', 'sending')"),
            postgresql_where=sa.text("state IN ('ready', 'sending')"),
        )
        batch_op.drop_index("ix_letters_ended_at")
        batch_op.drop_index(
            "ix_letters_cards",
            sqlite_where=sa.text("state IN ('ready', 'sending') AND kind = 'card'"),
            postgresql_where=sa.text("state IN ('ready', 'sending') AND kind = 'card'"),
        )
        batch_op.drop_index(
            "ix_letters_chat",
            sqlite_where=sa.text("state IN ('ready', 'sending')"),
            postgresql_where=sa.text("state IN ('ready', 'sending')"),
        )

    op.drop_table("letters")
    op.drop_table("learners")
    op.drop_table("groups")
    op.drop_table("budgets")
