"""The present moment; in a file of its own, so that asking for it loads nothing else."""

from datetime import UTC, datetime


def read_clock() -> datetime:
    """Return the present moment in UTC: the only place that asks the machine."""
    return datetime.now(UTC)
