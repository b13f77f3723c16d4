"""Errors of the database, told without the database's words."""

from typing import Literal

StorageKind = Literal["full", "busy", "unreachable"]


class StorageError(Exception):
    """The database could not take or give something; what was asked for was not done.

    `kind` says why: `full` (no room on the disk), `busy` (others held it too long),
    `unreachable` (no connection, no file, no permission).
    """

    def __init__(self, kind: StorageKind) -> None:
        super().__init__(f"the database is {kind}")
        self.kind = kind


class TextError(ValueError):
    """Text that no database keeps faithfully: a NUL character or half a surrogate pair."""


class PendingMigration(Exception):  # noqa: N818  # what it is
    """The database is not at the revision this program needs."""
