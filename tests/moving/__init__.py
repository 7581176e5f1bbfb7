"""From SQLite to PostgreSQL: everything is carried over, whatever happens on the way (issue 6, point 1)."""
