"""The system libraries WeasyPrint loads, and the Debian packages that bring them."""

import ctypes
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

LIBRARIES: Final[Mapping[str, str]] = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
"""Library file -> Debian package."""


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


@lru_cache(maxsize=1)
def find_missing() -> tuple[str, ...]:
    """Name the Debian packages without which no PDF can be made here; empty if all is there."""
    missing = (package for name, package in LIBRARIES.items() if not _can_load(name))
    return tuple(dict.fromkeys(missing))
