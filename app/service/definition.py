"""The toolkits of this installation: those that may be answered, and those somebody answered."""

from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from app.definition.finding import DefinitionError
from app.definition.loading import toolkit_from_json, toolkit_to_json
from app.definition.toolkit import Toolkit
from app.service.toolkit_cache import load_kept
from app.store.definition import read_definition
from app.store.engine import Engine, read_session

log = structlog.get_logger()

HEAD: Final = "toolkit.yaml"
MOST_PINNED: Final = 64
"""Older toolkits held in memory at once."""


class ToolkitShelf:
    """The open toolkits of a folder, read once; one that is broken is left out and logged.

    Toolkits somebody answered earlier are read from the database by their content hash, so that
    a file that changed changes nothing already answered.
    """

    def __init__(self, folder: Path, engine: Engine, *, kept: Path | None = None) -> None:
        """Read all toolkits of the folder; `kept` is where what was read is kept for next time."""
        self._engine = engine
        self._open = {item.id: item for item in load_open_toolkits(folder, kept)}
        self._pinned: dict[str, Toolkit] = {}

    def get(self, toolkit_id: str) -> Toolkit | None:
        """Return an open toolkit."""
        return self._open.get(toolkit_id)

    def list(self) -> tuple[Toolkit, ...]:
        """Return all open toolkits by id."""
        return tuple(self._open.values())

    def by_hash(self, content_hash: str) -> Toolkit | None:
        """Return the toolkit with this content, open or pinned."""
        for toolkit in self._open.values():
            if toolkit.content_hash == content_hash:
                return toolkit
        if content_hash not in self._pinned:
            found = self._read(content_hash)
            if found is None:
                return None
            if len(self._pinned) >= MOST_PINNED:
                self._pinned.clear()
            self._pinned[content_hash] = found
        return self._pinned.get(content_hash) or self._read(content_hash)

    def _read(self, content_hash: str) -> Toolkit | None:
        with read_session(self._engine) as session:
            body = read_definition(session, content_hash)
        return toolkit_from_json(body) if body else None


def load_open_toolkits(folder: Path, kept: Path | None = None) -> list[Toolkit]:
    """Read the toolkits of a folder that may be answered, by id; a broken one is logged."""
    toolkits = (_load(path, kept) for path in find_toolkits(folder))
    return sorted((item for item in toolkits if item and item.is_open), key=lambda item: item.id)


def find_toolkits(folder: Path) -> list[Path]:
    """Return the folders and files of a folder that hold a toolkit each, in order."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if (path / HEAD).is_file() or (path.suffix == ".yaml" and path.is_file())
    )


def _load(path: Path, kept: Path | None) -> Toolkit | None:
    try:
        return load_kept(path, kept)
    except DefinitionError as error:
        first = error.findings[0] if error.findings else None
        log.error(  # noqa: TRY400  # the first finding tells more than where it was raised
            "toolkit_left_out",
            path=path.name,
            findings=len(error.findings),
            first=first and f"{first.file}:{first.line}: {first.message}",
        )
        return None


def describe_pin(toolkit: Toolkit, now: datetime) -> dict[str, object]:
    """Return the row that keeps a toolkit as it is now."""
    return {
        "hash": toolkit.content_hash,
        "toolkit_id": toolkit.id,
        "version": toolkit.version,
        "body": toolkit_to_json(toolkit),
        "pinned_at": now,
    }
