"""The log of this process, which some tests set up in their own way."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def own_log() -> Iterator[None]:
    """Begin with no log set up; afterwards, what others set up comes back."""
    before = structlog.get_config() if structlog.is_configured() else None
    structlog.reset_defaults()
    try:
        yield
    finally:
        structlog.reset_defaults()
        if before is not None:
            structlog.configure(**before)
