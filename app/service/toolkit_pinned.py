"""Toolkits that are pinned in the database, read when they are asked for."""

import re
from collections import OrderedDict
from threading import Lock
from typing import Final

import structlog

from app.definition.loading import toolkit_from_json
from app.definition.toolkit import Toolkit
from app.service.toolkit_folder import order_of
from app.store.definition import PinRecord, list_pins, read_definition
from app.store.engine import Engine, read_session

log = structlog.get_logger()

MOST_PINNED: Final = 64
"""Toolkits held in memory at once."""
MOST_TEXT: Final = 8_000_000
"""Characters of JSON of all of them together; in memory they take about eight times as much."""
MOST_VERSIONS: Final = 100
"""Versions of one toolkit that are told of, the newest ones."""
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class PinnedToolkits:
    """The pinned toolkits of an installation, those used last held within a limit of memory."""

    def __init__(self, engine: Engine) -> None:
        """Read nothing yet."""
        self._engine = engine
        self._lock = Lock()
        self._held: OrderedDict[str, tuple[Toolkit, int]] = OrderedDict()

    def list(self, toolkit_id: str) -> tuple[PinRecord, ...]:
        """Return what is pinned of a toolkit, newest version first, then what was pinned last.

        Raises:
            StorageError: The database can't be read.
        """
        with read_session(self._engine) as session:
            pins = list_pins(session, toolkit_id)
        pins.sort(key=lambda pin: (order_of(pin.version), pin.pinned_at), reverse=True)
        return tuple(pins[:MOST_VERSIONS])

    def get(self, content_hash: str) -> Toolkit | None:
        """Return a pinned toolkit; None for any text that is no hash of one.

        Raises:
            StorageError: The database can't be read.
        """
        held = self._find(content_hash)
        if held is not None or not _HASH.fullmatch(content_hash):
            return held
        with read_session(self._engine) as session:
            body = read_definition(session, content_hash)
        if body is None:
            return None
        try:
            toolkit = toolkit_from_json(body)
        except ValueError:
            log.error("pinned_toolkit_unreadable", hash=content_hash)  # noqa: TRY400  # no places
            return None
        self._hold(content_hash, toolkit, len(body))
        return toolkit

    def _find(self, content_hash: str) -> Toolkit | None:
        with self._lock:
            found = self._held.get(content_hash)
            if found is None:
                return None
            self._held.move_to_end(content_hash)
            return found[0]

    def _hold(self, content_hash: str, toolkit: Toolkit, size: int) -> None:
        with self._lock:
            self._held[content_hash] = (toolkit, size)
            while len(self._held) > 1 and self._is_full():
                self._held.popitem(last=False)

    def _is_full(self) -> bool:
        text = sum(size for _, size in self._held.values())
        return len(self._held) > MOST_PINNED or text > MOST_TEXT
