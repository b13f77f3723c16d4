"""Every test of the store runs on SQLite and on a real PostgreSQL."""

from tests.database import database_url, engine, migrated_file, migrated_postgres

__all__ = ["database_url", "engine", "migrated_file", "migrated_postgres"]
