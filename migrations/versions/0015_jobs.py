"""The queue of jobs that hands letters to many processes: procrastinate's own tables, on PostgreSQL alone."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0010"
branch_labels = None
depends_on = None

OURS = "nspname = current_schema() AND {name} LIKE 'procrastinate\\_%'"
TABLES = (
    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    f"WHERE c.relkind = 'r' AND {OURS.format(name='c.relname')}"
)
FUNCTIONS = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    f"WHERE {OURS.format(name='p.proname')}"
)
TYPES = (
    "SELECT t.oid::regtype::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
    f"LEFT JOIN pg_class c ON c.oid = t.typrelid WHERE (t.typtype = 'e' OR c.relkind = 'c') "
    f"AND {OURS.format(name='t.typname')}"
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    from procrastinate.schema import SchemaManager

    # Many statements at once, with percent signs of their own: nothing for SQLAlchemy to look at.
    connection.connection.driver_connection.execute(SchemaManager.get_schema().encode())


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    for kind, query in (("TABLE", TABLES), ("FUNCTION", FUNCTIONS), ("TYPE", TYPES)):
        for name in connection.execute(sa.text(query)).scalars().all():
            connection.execute(sa.text(f"DROP {kind} IF EXISTS {name} CASCADE"))
