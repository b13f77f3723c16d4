"""What a report may load: our own fonts and style sheets, by a scheme that leads nowhere else."""

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from app.paths import STATIC

SCHEME: Final = "asset"
ASSETS: Final = f"{SCHEME}:///"
"""Begins the address of every asset; the path that follows is one below `static/`."""

FOLDERS: Final = (STATIC / "vendor" / "fonts", STATIC / "css")
_TYPES: Final = {".css": "text/css", ".ttf": "font/ttf"}


class RefusedAddressError(ValueError):
    """An address that a report may not load."""


def find_asset(url: str) -> Path:
    """Give the file behind an address.

    Raises:
        RefusedAddressError: the address is none of ours, whether such a file exists or not.
    """
    parts = urlsplit(url)
    if parts.scheme == SCHEME and not parts.netloc and "\0" not in unquote(url):
        path = (STATIC / unquote(parts.path).lstrip("/")).resolve()
        if path.suffix in _TYPES and any(map(path.is_relative_to, FOLDERS)):
            return path
    raise RefusedAddressError(f"a report loads nothing from {url[:80]!r}")


def name_type(path: Path) -> str:
    """Give the media type of an asset."""
    return _TYPES[path.suffix]
