"""The invented country of the demonstration, in a copy of the reference data."""

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import Final

from app.reference import Tables
from app.reference.table import (
    CountryRow,
    LicenceRow,
    MembershipRow,
    NameRow,
    ObservationRow,
    SourceRow,
)

CODE: Final = "XDA"
"""ISO 3166 keeps the codes from XAA to XZZ free for such uses: no country ever gets one."""
GROUP: Final = "income-lower-middle"
SOURCE: Final = "invented"
NAMES: Final = {
    "ar": "ديمولاند",
    "en": "Demoland",
    "es": "Demolandia",
    "fr": "Démolande",
    "ru": "Демоландия",
    "zh": "演示国",
}
NOTE: Final = "Invented for this demonstration; there is no such country."
LOWEST, WIDTH = 0.3, 0.4
"""Where its figures lie among those of all countries: between these shares from below."""


def add_invented_country(tables: Tables) -> Tables:
    """Give a copy of an edition with one more country, whose figures are invented and say so.

    Each figure is one that some country has, at a place among all that follows from the name of
    the indicator: the same edition gives the same figures.
    """
    edition = tables.edition
    return replace(
        tables,
        edition=edition._replace(
            title=f"{edition.title}, with an invented country",
            description=f"{edition.description} {NAMES['en']} and its figures are invented.",
        ),
        countries=(
            *tables.countries,
            CountryRow(CODE, "XD", "999", "Invented", "Invented", 0.0, -30.0, NOTE),
        ),
        names=(*tables.names, *(NameRow(CODE, code, name) for code, name in NAMES.items())),
        memberships=(*tables.memberships, MembershipRow(GROUP, CODE, None, None, None, SOURCE)),
        licences=(*tables.licences, LicenceRow(SOURCE, "invented", "", NOTE)),
        sources=(*tables.sources, _describe_source()),
        indicators=tuple(
            row._replace(sources=f"{row.sources} {SOURCE}") for row in tables.indicators
        ),
        observations=(*tables.observations, *_invent(tables)),
    )


def _describe_source() -> SourceRow:
    return SourceRow(
        source=SOURCE,
        title="Invented figures",
        publisher="Nobody",
        url="",
        licence=SOURCE,
        attribution="Invented for this demonstration",
        obtained_from="",
        version="",
        path="",
        note=NOTE,
    )


def _invent(tables: Tables) -> list[ObservationRow]:
    newest: dict[str, dict[str, ObservationRow]] = defaultdict(dict)
    for row in tables.observations:
        held = newest[row.indicator].get(row.country)
        if held is None or held.year < row.year:
            newest[row.indicator][row.country] = row
    found = []
    for indicator, rows in newest.items():
        year = max(row.year for row in rows.values())
        values = sorted(row.value for row in rows.values())
        place = int((LOWEST + WIDTH * draw(indicator)) * (len(values) - 1))
        found.append(ObservationRow(CODE, indicator, year, values[place], SOURCE))
    return found


def draw(*words: str) -> float:
    """Give a number from 0 up to 1 that follows from words, the same ones everywhere."""
    digest = hashlib.sha256(":".join(words).encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2.0**32
