"""The queue of jobs that hands letters to many processes: procrastinate's own tables, on PostgreSQL alone."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = r"""
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'procrastinate\_%'
"""
FUNCTIONS = r"""
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'procrastinate\_%'
"""
TYPES = r"""
SELECT t.oid::regtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.typnamespace = current_schema()::regnamespace AND t.typname LIKE 'procrastinate\_%'
  AND (t.typtype = 'e' OR c.relkind = 'c')
"""


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    from procrastinate.schema import SchemaManager

    # Many statements at once, with percent signs of their own: nothing for SQLAlchemy to look at.
    driver: Any = connection.connection.driver_connection
    driver.execute(SchemaManager.get_schema().encode())


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    for kind, query in (("TABLE", TABLES), ("FUNCTION", FUNCTIONS), ("TYPE", TYPES)):
        for name in connection.execute(sa.text(query)).scalars().all():
            connection.execute(sa.text(f"DROP {kind} IF EXISTS {name} CASCADE"))
