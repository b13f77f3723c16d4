"""Versions of what can be taken away and set again."""

from datetime import UTC, datetime
from typing import Final

_BEGIN: Final = datetime(2020, 1, 1, tzinfo=UTC)


def fresh_version(now: datetime) -> int:
    """Give the first version of something that is set: one it never had before.

    Counting from 1 again, a page opened before it was taken away could not be told from one that
    shows what stands now, and would overwrite it. Seconds since 2020 go up and fit a column.
    """
    return int((now - _BEGIN).total_seconds())
