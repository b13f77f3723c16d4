"""How far long work has come: one line on standard error, and only where somebody watches it."""

import io
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

WAIT_PERCENT = 1
_CLEAR = "\r\x1b[K"


class Progress:
    """Shows per cent behind a few words while its block lasts; nothing in files and pipes.

    Work below one per cent of the last shown step writes nothing, so that telling costs no time.
    """

    def __init__(self, label: str) -> None:
        """Write nothing yet; `label` says what is being done."""
        self.label = label
        self._shown = -1
        self._is_watched = sys.stderr.isatty()

    def show(self, done: float, total: float) -> None:
        """Tell that `done` of `total` is done; any unit, as long as both have the same."""
        if not self._is_watched or total <= 0:
            return
        percent = min(100, int(100 * done / total))
        if percent >= self._shown + WAIT_PERCENT:
            self._shown = percent
            sys.stderr.write(f"{_CLEAR}{self.label}: {percent} %")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, so that what follows stands alone."""
        if self._shown >= 0:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = -1

    def __enter__(self) -> Self:
        """Begin."""
        self.show(0, 1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the line away again."""
        self.clear()


class _WatchedFile(io.FileIO):
    """A file that tells how much of it was read."""

    def __init__(self, path: Path, progress: Progress) -> None:
        super().__init__(path, "rb")
        # A pipe has no size: then nothing is told.
        self._size = os.fstat(self.fileno()).st_size
        self._read = 0
        self._progress = progress

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        """Read the next bytes."""
        count = super().readinto(buffer)
        self._read += count or 0
        self._progress.show(self._read, self._size)
        return count


def open_watched(path: Path, progress: Progress) -> io.BufferedReader:
    """Open a file to read bytes from, telling how much of it was read; raises OSError."""
    return io.BufferedReader(_WatchedFile(path, progress))
