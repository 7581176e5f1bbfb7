"""Whose lines on boards wait is found among however many do."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_board_stale_pending"), "board_stale", ["pending"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_board_stale_pending"), table_name="board_stale")
