"""The database: engine and sessions, one file for each family of tables with its queries."""
