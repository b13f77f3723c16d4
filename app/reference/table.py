"""The tables of the reference data as plain rows, the same from files and from a database.

Rows are named tuples: there are twenty thousand of them, and making a named tuple takes a third of
the time of a frozen dataclass. The order of the fields is the order of the columns in the files.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date  # noqa: TC003 - the fields of a row are inspected while running
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class EditionRow(NamedTuple):
    """What this collection is called, its date, and in a few words what is in it."""

    title: str
    date: date
    description: str


class CountryRow(NamedTuple):
    """Codes, UN M49 region and sub-region by name, a point in degrees for a marker."""

    iso3: str
    iso2: str
    m49: str
    region: str
    subregion: str
    latitude: float
    longitude: float
    note: str


class NameRow(NamedTuple):
    """The short name of a country in one language."""

    country: str
    language: str
    name: str


class GroupRow(NamedTuple):
    """A group of countries; kind is region, income, special or membership."""

    group: str
    kind: str
    title: str
    short: str
    note: str


class MembershipRow(NamedTuple):
    """A country is in a group from `since` until the day before `until`; None is open.

    `label` names the list the record belongs to (such as a fiscal year) and is None for records
    that stand alone.
    """

    group: str
    country: str
    since: date | None
    until: date | None
    label: str | None
    source: str


class IndicatorRow(NamedTuple):
    """What an indicator measures. `sources` are ids parted by one space."""

    indicator: str
    name: str
    unit: str
    direction: str
    family: str
    code: str
    definition: str
    note: str
    sources: str


class ObservationRow(NamedTuple):
    """One published value of one country in one year, in the indicator's unit."""

    country: str
    indicator: str
    year: int
    value: float
    source: str


class SourceRow(NamedTuple):
    """Who publishes, under which licence, what to print, and where the copy was read.

    `attribution` is the text the licence asks for; `{year}` in it stands for the value's year.
    """

    source: str
    title: str
    publisher: str
    url: str
    licence: str
    attribution: str
    obtained_from: str
    version: str
    path: str
    note: str


class LicenceRow(NamedTuple):
    """A licence: the words to print, the address of its text, what it means here."""

    licence: str
    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of one edition."""

    edition: EditionRow
    countries: tuple[CountryRow, ...]
    names: tuple[NameRow, ...]
    groups: tuple[GroupRow, ...]
    memberships: tuple[MembershipRow, ...]
    indicators: tuple[IndicatorRow, ...]
    observations: tuple[ObservationRow, ...]
    sources: tuple[SourceRow, ...]
    licences: tuple[LicenceRow, ...]


def edition_id(tables: Tables) -> str:
    """The SHA-256 of the content as 64 hexadecimal digits.

    Rows are put in order and written as JSON, so neither the order of rows nor the way a file
    writes a number changes the id; any change of a value, a text or a date does.
    """
    digest = hashlib.sha256()
    for field in fields(tables):
        content = getattr(tables, field.name)
        rows = [content] if isinstance(content, EditionRow) else _sort_rows(content)
        digest.update(field.name.encode())
        digest.update(json.dumps(rows, default=str, ensure_ascii=False).encode())
    return digest.hexdigest()


def _sort_rows(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in one order whatever order they came in."""
    ordered = list(rows)
    try:
        ordered.sort()
    except TypeError:
        # A missing cell has no order among dates and texts, so rows that hold one sort by text.
        ordered.sort(key=lambda row: [str(cell) for cell in row])
    return ordered
