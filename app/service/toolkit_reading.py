"""Toolkits as the public reads them: the versions there are, and one found by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from app.definition.difference import Difference, compare_toolkits
from app.definition.toolkit import Toolkit
from app.service.definition import ToolkitShelf

SHORT_HASH: Final = 12
LEAST_HASH: Final = 8
"""Digits of a content hash that name a version in an address: at most and at least so many."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a toolkit.

    Attributes:
        toolkit: The definition.
        name: What its address calls it: the version; where an other content has the same one
            and came later, the first digits of the content hash.
        is_current: Whether it is the one that the public gets without asking for a version.
        first_seen: When it was first kept here; None where that is not known.
    """

    toolkit: Toolkit
    name: str
    is_current: bool
    first_seen: datetime | None = None

    @property
    def key(self) -> tuple[str, str, bool, str]:
        """Everything a list of versions says of it."""
        return self.toolkit.content_hash, self.name, self.is_current, str(self.first_seen)


def list_editions(shelf: ToolkitShelf, toolkit_id: str) -> tuple[Edition, ...]:
    """List every version of a toolkit that was ever open here, newest first.

    Raises:
        StorageError: The database can't be read.
    """
    return tuple(_list_editions(shelf, toolkit_id))


def _list_editions(shelf: ToolkitShelf, toolkit_id: str) -> Iterator[Edition]:
    current = shelf.shown(toolkit_id)
    seen = shelf.first_seen(toolkit_id)
    taken: set[str] = set()
    for toolkit in shelf.versions(toolkit_id):
        content_hash = toolkit.content_hash
        name = content_hash[:SHORT_HASH] if toolkit.version in taken else toolkit.version
        taken.add(toolkit.version)
        is_current = current is not None and current.content_hash == content_hash
        yield Edition(toolkit, name, is_current, seen.get(content_hash))


def find_edition(editions: tuple[Edition, ...], name: str) -> Edition | None:
    """Find a version by its number or by 8 digits of its content hash or more."""
    for edition in editions:
        if edition.name == name:
            return edition
    if len(name) < LEAST_HASH:
        return None
    return next((item for item in editions if item.toolkit.content_hash.startswith(name)), None)


@lru_cache(maxsize=32)
def compare_editions(old: Toolkit, new: Toolkit) -> Difference:
    """Compare two versions; kept, since it never changes."""
    return compare_toolkits(old, new)
