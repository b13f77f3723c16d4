"""How far a catalogue has come: each text of the toolkit, and what the catalogue has for it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.definition.toolkit import Toolkit
from app.definition.translation.catalogue import Catalogue, Entry
from app.definition.translation.place import texts_of

Status = Literal["translated", "missing", "stale", "faulty"]


@dataclass(frozen=True, slots=True)
class Row:
    """One text of a toolkit; `entry` is what the catalogue has at its place, None for nothing.

    `is_quick` says whether a quick-check or its result shows the text.
    """

    place: str
    text: str
    entry: Entry | None
    status: Status
    is_quick: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a catalogue covers, in numbers of texts.

    `texts` is the sum of translated, missing, stale and faulty; `quick` counts the texts that a
    quick-check or its result shows, `quick_translated` and `reviewed` are among the translated.
    `unknown` counts entries whose place the toolkit has not.
    """

    texts: int
    translated: int
    missing: int
    stale: int
    faulty: int
    quick: int
    quick_translated: int
    reviewed: int
    unknown: int


def compare_catalogue(toolkit: Toolkit, catalogue: Catalogue) -> tuple[Row, ...]:
    """Lay a catalogue beside a toolkit: one row for each text, in the order of the toolkit."""
    hidden = {question.id for question in toolkit.questions if not question.quick_check}
    return compare_texts(texts_of(toolkit), catalogue, hidden)


def compare_texts(
    texts: Iterable[tuple[str, str]], catalogue: Catalogue, hidden: Collection[str] = frozenset()
) -> tuple[Row, ...]:
    """Lay a catalogue beside texts with their places; what stands in `hidden` is not quick."""
    exact: dict[tuple[str, str], Entry] = {}
    at_place: dict[str, Entry] = {}
    for entry in catalogue.live():
        exact.setdefault(entry.key, entry)
        at_place.setdefault(entry.place or "", entry)
    rows = []
    for place, text in texts:
        found = exact.get((place, text)) or at_place.get(place)
        is_quick = not any(start in hidden for start in _starts_of(place))
        rows.append(Row(place, text, found, _judge(text, found), is_quick))
    return tuple(rows)


def _starts_of(place: str) -> Iterator[str]:
    """Give everything a place begins with, up to each dot: an id may hold dots itself."""
    steps = place.split(".")
    return (".".join(steps[:number]) for number in range(1, len(steps)))


def _judge(text: str, entry: Entry | None) -> Status:
    if entry is None or not entry.text.strip():
        return "missing"
    if entry.is_fuzzy or entry.source != text:
        return "stale"
    return "faulty" if entry.fault else "translated"


def find_unknown(rows: tuple[Row, ...], catalogue: Catalogue) -> tuple[Entry, ...]:
    """Give the live entries whose place the toolkit has not."""
    places = {row.place for row in rows}
    return tuple(entry for entry in catalogue.live() if (entry.place or "") not in places)


def measure_coverage(toolkit: Toolkit, catalogue: Catalogue) -> Coverage:
    """Count what a catalogue covers of a toolkit."""
    return count_coverage(compare_catalogue(toolkit, catalogue), catalogue)


def count_coverage(rows: tuple[Row, ...], catalogue: Catalogue) -> Coverage:
    """Count what a catalogue covers of the texts it was laid beside."""
    done = [row for row in rows if row.status == "translated"]
    whole = catalogue.is_reviewed_whole
    return Coverage(
        texts=len(rows),
        translated=len(done),
        missing=sum(row.status == "missing" for row in rows),
        stale=sum(row.status == "stale" for row in rows),
        faulty=sum(row.status == "faulty" for row in rows),
        quick=sum(row.is_quick for row in rows),
        quick_translated=sum(row.is_quick for row in done),
        reviewed=sum(whole or (row.entry or _NONE).is_marked_reviewed for row in done),
        unknown=len(find_unknown(rows, catalogue)),
    )


_NONE = Entry(None, "")
