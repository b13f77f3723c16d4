"""How large a workbook may be."""

from dataclasses import dataclass

from app.export.workbook.problem import UnreadableError


@dataclass(frozen=True, slots=True)
class WorkbookLimits:
    """What a workbook may hold; more is refused before it is parsed.

    `ratio` is unpacked to packed size of one part, of parts larger than `small`. `elements` are
    those of XML in all parts. `area` is rows times columns up to the last cell that holds
    something, `text` the characters of all cells with each text counted as often as it is used:
    both over all sheets.
    """

    bytes: int = 10_000_000
    entries: int = 500
    unpacked: int = 60_000_000
    ratio: int = 250
    small: int = 1_000_000
    elements: int = 4_000_000
    sheets: int = 150
    rows: int = 20_000
    columns: int = 500
    cells: int = 1_000_000
    area: int = 2_000_000
    text: int = 50_000_000
    merged: int = 20_000


def too_large(text: str, count: int, most: int) -> UnreadableError:
    """Say that something is more than can be read."""
    return UnreadableError(text, count=f"{count:,}", most=f"{most:,}")
