"""Columns kept in memory, or in files that are mapped into it where there are too many.

The files have no name: nobody else can open them, and they go with the last array that shows them.
"""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.scoring.array import Floats
from app.scoring.error import ScoringError
from app.scoring.index.figure import FigureTable

Array = TypeVar("Array", bound=NDArray[Any])


class Spool:
    """A place for columns: a folder, or memory where none is named."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def keep(self, column: Array) -> Array:
        """Give the column as it is to be kept: itself, or a view of a file that holds it."""
        if self._folder is None or not column.size:
            return column
        with tempfile.TemporaryFile(dir=self._folder) as file:
            column.tofile(file)
            return _map(file, column.dtype, column.size)  # type: ignore[return-value] # read alike

    def gather(self, tables: Iterable[FigureTable]) -> FigureTable:
        """Lay tables of the same columns below each other; each is let go once it is read.

        Names of units and texts stay in memory. Raises ScoringError for other columns.
        """
        units: list[str] = []
        words: dict[str, list[str | None]] = {}
        known: dict[str, str] = {}
        numbers: dict[str, _Column] = {}
        names: set[str] | None = None
        try:
            for table in tables:
                found = {*table.numbers, *table.words}
                if names is not None and found != names:
                    strange = ", ".join(sorted(found ^ names))
                    raise ScoringError(f"Not every table of figures has the columns {strange}.")
                names = found
                units += table.units
                for name, column in table.numbers.items():
                    if name not in numbers:
                        numbers[name] = _Column(self._folder)
                    numbers[name].add(column)
                for name, texts in table.words.items():
                    words.setdefault(name, []).extend(_shared(texts, known))
            columns = {name: kept.whole() for name, kept in numbers.items()}
        finally:
            for kept in numbers.values():
                kept.close()
        return FigureTable(tuple(units), columns, words)


def _shared(texts: Sequence[str | None], known: dict[str, str]) -> Iterable[str | None]:
    """Give texts of which each is in memory once, however often it stands in a column."""
    return (None if text is None else known.setdefault(text, text) for text in texts)


class _Column:
    """A column that grows, in memory or in a file."""

    def __init__(self, folder: Path | None) -> None:
        self._parts: list[Floats] = []
        # Closed by `close`: it is open for as long as the column grows.
        self._file = None if folder is None else tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._size = 0

    def add(self, part: Floats) -> None:
        part = np.asarray(part, dtype=np.float64)
        self._size += part.size
        if self._file is None:
            self._parts.append(part)
        else:
            part.tofile(self._file)

    def whole(self) -> Floats:
        if self._file is None or not self._size:
            return np.concatenate([np.empty(0), *self._parts])
        self._file.flush()
        return _map(self._file, np.dtype(np.float64), self._size)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _map(file: IO[bytes], dtype: np.dtype[Any], size: int) -> NDArray[Any]:
    file.flush()
    return np.memmap(file, dtype=dtype, mode="r", shape=(size,))
