"""The toolkits of this installation: those that may be answered, and those somebody answered."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from app.definition.loading import toolkit_to_json
from app.definition.toolkit import Toolkit
from app.service.toolkit_folder import (
    Print,
    Shelved,
    find_installed,
    find_toolkits,
    is_shown,
    order_of,
    prefer_installed,
    print_folder,
    read_shelved,
)
from app.service.toolkit_pinned import PinnedToolkits
from app.settings import Settings
from app.store.choice import ToolkitChoice, read_choices
from app.store.definition import (
    find_pinned,
    pin_definitions,
)
from app.store.engine import Engine, read_session, run_write

INSTALLED: Final = "installed"
KEPT: Final = "toolkits"
"""Folders of the instance folder: of installed toolkits, and of what was read of all."""
Choices = Mapping[str, ToolkitChoice]
PAUSE: Final = 1.0
"""Seconds between two looks at the folder of installed toolkits."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on the shelf at one moment; never changed, only replaced."""

    items: tuple[Shelved, ...] = ()
    shown: Mapping[str, Toolkit] = field(default_factory=dict)
    by_hash: Mapping[str, Shelved] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)


class ToolkitShelf:
    """The toolkits of an installation, several versions of each beside each other.

    They come from the folder of the program, read once, and from the folder of installed ones,
    where a new one is seen within a second by every process. One that is broken is left out and
    logged. Of the versions of a toolkit the highest is the current one; where that one is retired,
    no new check can be started. An idea or a draft is not there for anybody.

    Toolkits somebody answered earlier are read from the database by their content hash, so that
    a file that changed or went changes nothing already answered.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        *,
        installed: Path | None = None,
        kept: Path | None = None,
        pause: float = PAUSE,
    ) -> None:
        """Read all toolkits; `kept` is where what was read is kept for next time."""
        self._installed = installed
        self._kept = kept
        self._read_choices: Callable[[], Choices] = dict
        self._pause = pause
        self._lock = Lock()
        self._pinned = PinnedToolkits(engine)
        self._shipped = [read_shelved(path, "shipped", kept) for path in find_toolkits(folder)]
        self._print = self._print_installed()
        self._row = self._fill({}, {})
        self._next_look = time.monotonic() + pause

    def get(self, toolkit_id: str) -> Toolkit | None:
        """Return the version that a new check uses; None where none can be started."""
        found = self.shown(toolkit_id)
        if found is None or not found.is_open or self.choice(toolkit_id).is_retired:
            return None
        return found

    def choice(self, toolkit_id: str) -> ToolkitChoice:
        """Return what administrators decided about a toolkit."""
        return self._look().choices.get(toolkit_id, ToolkitChoice())

    def begin(self, toolkit_id: str, content_hash: str = "") -> Toolkit | None:
        """Return the version a new check begins with; None where none can be started.

        It is the one the visitor saw (`content_hash`), where that was ever open here: a newer one
        installed meanwhile must not change what an answer means.

        Raises:
            StorageError: The database can't be read.
        """
        current = self.get(toolkit_id)
        if current is None or content_hash in {"", current.content_hash}:
            return current
        seen = self.by_hash(content_hash)
        return seen if seen and seen.id == toolkit_id and seen.is_open else current

    def knows(self, toolkit_id: str) -> bool:
        """Tell whether a toolkit is or ever was open here.

        Raises:
            StorageError: The database can't be read.
        """
        return self.shown(toolkit_id) is not None or bool(self._pinned.list(toolkit_id))

    def list(self) -> tuple[Toolkit, ...]:
        """Return the versions that new checks use, by id."""
        return tuple(item for item in self.list_shown() if self.get(item.id) is item)

    def shown(self, toolkit_id: str) -> Toolkit | None:
        """Return the version that the public may read: the current one, or the retired one."""
        return self._look().shown.get(toolkit_id)

    def list_shown(self) -> tuple[Toolkit, ...]:
        """Return the versions that the public may read, by id."""
        return tuple(self._look().shown.values())

    def list_all(self) -> tuple[Toolkit, ...]:
        """Return every version in the folders that the public may read."""
        items = (item.toolkit for item in self._look().by_hash.values())
        return tuple(toolkit for toolkit in items if toolkit is not None)

    def list_files(self) -> tuple[Shelved, ...]:
        """Return everything that lies in the folders, usable or not."""
        return self._look().items

    def versions(self, toolkit_id: str) -> tuple[Toolkit, ...]:
        """Return every version that was ever open here, newest first, each content once.

        Those in the folders and those pinned in the database; no idea and no draft.

        Raises:
            StorageError: The database can't be read.
        """
        row = self._look()
        found = {
            content_hash: item.toolkit
            for content_hash, item in row.by_hash.items()
            if item.toolkit is not None and item.toolkit.id == toolkit_id
        }
        # A sort keeps the order of what is equal: files first, then what was pinned last.
        for pin in self._pinned.list(toolkit_id):
            pinned = None if pin.hash in found else self._pinned.get(pin.hash)
            if pinned is not None and is_shown(pinned):
                found[pin.hash] = pinned
        return tuple(sorted(found.values(), key=lambda one: order_of(one.version), reverse=True))

    def first_seen(self, toolkit_id: str) -> Mapping[str, datetime]:
        """Return when each version was first seen here, by content hash.

        Raises:
            StorageError: The database can't be read.
        """
        return {pin.hash: pin.pinned_at for pin in self._pinned.list(toolkit_id)}

    def by_hash(self, content_hash: str) -> Toolkit | None:
        """Return the toolkit with this content, in the folders or pinned; no idea and no draft.

        Raises:
            StorageError: The database can't be read.
        """
        item = self._look().by_hash.get(content_hash)
        if item is not None:
            return item.toolkit
        return self._pinned.get(content_hash)

    def folder_of(self, toolkit: Toolkit) -> Path | None:
        """Return the folder that holds this version, else the newest of this toolkit.

        None where there is none, or only a single file.
        """
        row = self._look()
        same = row.by_hash.get(toolkit.content_hash)
        if same is not None:
            return same.folder
        newest = row.shown.get(toolkit.id)
        return row.by_hash[newest.content_hash].folder if newest else None

    def follow(self, choices: Callable[[], Choices]) -> None:
        """Heed from now on what administrators decide; before, all is as the files say."""
        self._read_choices = choices
        self.look_again()

    def look_again(self) -> None:
        """See what was installed a moment ago."""
        with self._lock:
            self._see()

    # --- What lies in the folders -------------------------------------------------------------

    def _look(self) -> _Row:
        """Give what stands here, with what was installed since; cheap when asked often."""
        if self._installed is None or time.monotonic() < self._next_look:
            return self._row
        if self._lock.acquire(blocking=False):
            try:
                self._see()
            finally:
                self._lock.release()
        return self._row

    def _see(self) -> None:
        now = self._print_installed()
        choices = self._read_choices()
        if now != self._print or choices != self._row.choices:
            self._row = self._fill(self._still_there(now), choices)
            self._print = now
        self._next_look = time.monotonic() + self._pause

    def _print_installed(self) -> Print:
        return print_folder(self._installed) if self._installed else ()

    def _still_there(self, now: Print) -> dict[Path, Shelved]:
        """Give what was read already and is the same folder as then."""
        same = {entry[:2] for entry in set(now) & set(self._print)}  # type: ignore[index]
        return {
            item.path: item
            for item in self._row.items
            if (item.path.parent.name, item.path.name) in same
        }

    def _fill(self, known: Mapping[Path, Shelved], choices: Choices) -> _Row:
        paths = find_installed(self._installed) if self._installed else []
        installed = [read_shelved(path, "installed", self._kept, known) for path in paths]
        items = (*self._shipped, *installed)
        by_id: dict[str, list[Shelved]] = {}
        for item in prefer_installed(items):
            if item.toolkit is not None and is_shown(item.toolkit):
                by_id.setdefault(item.toolkit.id, []).append(item)
        return _Row(
            items,
            {name: _current(by_id[name], choices.get(name)) for name in sorted(by_id)},
            {
                one.toolkit.content_hash: one
                for several in by_id.values()
                for one in several
                if one.toolkit is not None
            },
            choices,
        )


def _current(items: Iterable[Shelved], choice: ToolkitChoice | None) -> Toolkit:
    """Give the version that was named; the highest one where none was, or it is gone."""
    toolkits = [item.toolkit for item in items if item.toolkit is not None]
    named = [item for item in toolkits if choice and item.content_hash == choice.current]
    if named:
        return named[0]
    return max(toolkits, key=lambda toolkit: order_of(toolkit.version))


def open_shelf(settings: Settings, engine: Engine) -> ToolkitShelf:
    """Open the shelf of an installation."""
    return ToolkitShelf(
        settings.toolkits,
        engine,
        installed=settings.instance / INSTALLED,
        kept=settings.instance / KEPT,
    )


def pin_toolkits(engine: Engine, toolkits: Iterable[Toolkit], now: datetime) -> int:
    """Pin what is not pinned yet, so that history is whole even where nobody answers.

    Returns:
        How many were new; where none is, nothing is written.

    Raises:
        StorageError: The database can't be used.
    """
    by_hash = {toolkit.content_hash: toolkit for toolkit in toolkits}
    with read_session(engine) as session:
        pinned = find_pinned(session, list(by_hash))
    new = [describe_pin(item, now) for key, item in by_hash.items() if key not in pinned]
    if new:
        run_write(engine, lambda session: pin_definitions(session, new))
    return len(new)


def describe_pin(toolkit: Toolkit, now: datetime) -> dict[str, object]:
    """Return the row that keeps a toolkit as it is now."""
    return {
        "hash": toolkit.content_hash,
        "toolkit_id": toolkit.id,
        "version": toolkit.version,
        "body": toolkit_to_json(toolkit),
        "pinned_at": now,
    }


def read_toolkit_choices(engine: Engine) -> Choices:
    """Read what administrators decided about toolkits.

    Raises:
        StorageError: The database can't be read.
    """
    with read_session(engine) as session:
        return read_choices(session)
