"""The same facts as a figure, in rows, and what all figures have in common."""

import re
from dataclasses import dataclass
from typing import Final

MOST_PEERS: Final = 8
"""As many peers as there are shapes that can be told apart."""

_ID: Final = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of texts; the first cell of each row is its header."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def check_id(figure_id: str) -> None:
    """See that an id can stand in a page.

    Raises:
        ValueError: it is not made of lower-case letters, digits and hyphens.
    """
    if not _ID.fullmatch(figure_id):
        raise ValueError(f"not an id for a figure: {figure_id!r}")


def make_table(
    caption: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> FigureTable:
    """Make a table without the columns that say nothing in any row; the first one stays."""
    used = [
        column for column in range(len(head)) if column == 0 or any(row[column] for row in rows)
    ]
    return FigureTable(
        caption,
        tuple(head[column] for column in used),
        tuple(tuple(row[column] for column in used) for row in rows),
    )
