"""What the tables must hold together: keys, links, dates, and values that make sense.

Each check yields problems as table, row (from 0), column and message; `find_problems` puts them in
their place in the file. A link into a table that could not be read whole is not followed: one bad
row there would be told a thousand times here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from app.reference.finding import Finding
from app.reference.model import FALLBACK_LANGUAGE
from app.reference.schema import EXCLUSIVE_KINDS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from app.reference.table import MembershipRow, Tables


class Problem(NamedTuple):
    """Something wrong in one row; `column` is empty where the whole row is meant."""

    table: str
    row: int
    column: str
    message: str


def find_problems(
    tables: Tables,
    *,
    lines: Mapping[str, Sequence[int]] | None = None,
    broken: Collection[str] = (),
) -> list[Finding]:
    """All that is wrong with the tables as a whole.

    `lines` gives each row's line by table; without it a row stands below a header of one line.
    """
    problems = [
        *_check_keys(tables),
        *_check_links(tables, broken),
        *_check_names(tables, broken),
        *_check_memberships(tables),
        *_check_indicators(tables, broken),
        *_check_observations(tables, broken),
    ]
    return [_place(problem, lines or {}) for problem in problems]


def _place(problem: Problem, lines: Mapping[str, Sequence[int]]) -> Finding:
    known = lines.get(problem.table)
    line = known[problem.row] if known else problem.row + 2
    columns = SCHEMAS[problem.table].columns
    column = columns.index(problem.column) + 1 if problem.column else 0
    return Finding(f"{problem.table}.csv", line, column, problem.message)


def _check_keys(tables: Tables) -> Iterator[Problem]:
    """No two rows with the same key."""
    for name, schema in SCHEMAS.items():
        rows = getattr(tables, name)
        for key in schema.keys:
            # With one column the getter gives the cell itself, which is as good a value to compare.
            values = list(map(itemgetter(*map(schema.columns.index, key)), rows))
            if len(set(values)) < len(values):
                yield from _find_repeats(name, key, values)


def _find_repeats(name: str, key: tuple[str, ...], values: list[object]) -> Iterator[Problem]:
    seen: set[object] = set()
    for number, value in enumerate(values):
        if value in seen:
            parts = value if isinstance(value, tuple) else (value,)
            shown = ", ".join("" if part is None else str(part) for part in parts)
            yield Problem(name, number, key[-1], f"a second row for {' and '.join(key)} {shown}")
        seen.add(value)


def _check_links(tables: Tables, broken: Collection[str]) -> Iterator[Problem]:
    """Every id names a row of the table it points into."""
    known = {name: {row[0] for row in getattr(tables, name)} for name in SCHEMAS}
    for name, schema in SCHEMAS.items():
        for column, target in schema.links:
            if target in broken:
                continue
            pointers = list(map(itemgetter(schema.columns.index(column)), getattr(tables, name)))
            if set(pointers) <= known[target]:
                continue
            for number, pointer in enumerate(pointers):
                if pointer not in known[target]:
                    yield Problem(name, number, column, f"{pointer} is not in {target}.csv")


def _check_names(tables: Tables, broken: Collection[str]) -> Iterator[Problem]:
    """Every country has a name in the language the others fall back to."""
    if "names" in broken:
        return
    named = {row.country for row in tables.names if row.language == FALLBACK_LANGUAGE}
    for number, row in enumerate(tables.countries):
        if row.iso3 not in named:
            message = f"{row.iso3} has no name in {FALLBACK_LANGUAGE} in names.csv"
            yield Problem("countries", number, "iso3", message)


def _check_memberships(tables: Tables) -> Iterator[Problem]:
    """Dates in order; no two records of a country at once; a labelled list has a first day."""
    kinds = {row.group: row.kind for row in tables.groups}
    records: dict[tuple[str, str], list[tuple[int, MembershipRow]]] = defaultdict(list)
    for number, row in enumerate(tables.memberships):
        if row.since and row.until and row.since >= row.until:
            yield Problem("memberships", number, "until", "until is not after since")
        if row.label and not row.since:
            yield Problem("memberships", number, "since", f"the list {row.label} has no first day")
        kind = kinds.get(row.group, "")
        scope = kind if kind in EXCLUSIVE_KINDS else row.group
        records[scope, row.country].append((number, row))
    for (scope, country), found in records.items():
        yield from _check_overlap(scope, country, found)


def _check_overlap(
    scope: str, country: str, records: list[tuple[int, MembershipRow]]
) -> Iterator[Problem]:
    """Of the records of one country in one group (or kind of group) each ends before the next."""
    ordered = sorted(records, key=lambda item: str(item[1].since or ""))
    for (_, earlier), (number, later) in pairwise(ordered):
        if earlier.until is None or later.since is None or later.since < earlier.until:
            message = f"{country} is in {earlier.group} at the same time ({scope})"
            yield Problem("memberships", number, "since", message)


def _check_indicators(tables: Tables, broken: Collection[str]) -> Iterator[Problem]:
    """Every source an indicator names exists."""
    if "sources" in broken:
        return
    known = {row.source for row in tables.sources}
    for number, row in enumerate(tables.indicators):
        for source in row.sources.split():
            if source not in known:
                yield Problem("indicators", number, "sources", f"{source} is not in sources.csv")


def _check_observations(tables: Tables, broken: Collection[str]) -> Iterator[Problem]:
    """Finite values, none from the future, each from a source its indicator names."""
    last = tables.edition.date.year
    named = {(row.indicator, source) for row in tables.indicators for source in row.sources.split()}
    listed = {row.indicator for row in tables.indicators} if "indicators" not in broken else set()
    for number, row in enumerate(tables.observations):
        if row.year > last:
            message = f"{row.year} is after the edition's date, {tables.edition.date}"
            yield Problem("observations", number, "year", message)
        if not math.isfinite(row.value):
            yield Problem("observations", number, "value", f"{row.value} is not finite")
        if (row.indicator, row.source) not in named and row.indicator in listed:
            message = f"{row.source} is not among the sources of {row.indicator} in indicators.csv"
            yield Problem("observations", number, "source", message)
