"""The texts of the reference data that are translated: what an edition and its indicators say.

Their catalogues lie beside the data, `locale/LANGUAGE.po`, in the form that toolkits have. A text
is found by its place together with its words, so an edition of other data gets what fits of them.
Names of countries stand in `names.csv`; titles of groups are in the catalogues of the interface.
Titles, publishers and attributions of sources stay as their licences give them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.definition.translation.updating import Original
from app.reference.model import FALLBACK_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.reference.table import Tables

EDITION: Final = "edition"
_FIELDS: Final = {
    "name": "Name of an indicator: a heading, and a row of tables, so rather short.",
    "unit": "A unit, behind a number or below a name.",
    "definition": "What an indicator measures, by whom it is collected and published.",
    "note": "A remark on the figures of an indicator.",
}
_EDITION_FIELDS: Final = {
    "title": "Title of this edition of the reference data.",
    "description": "What this edition of the reference data holds.",
}


def place_of(owner: str, field: str) -> str:
    """Give the place of a text: the id of its indicator, or `edition`, and its field."""
    return f"{owner}.{field}"


def list_texts(tables: Tables) -> Iterator[tuple[str, str]]:
    """Give every text that is translated with its place; empty ones are left out."""
    for field in _EDITION_FIELDS:
        if text := getattr(tables.edition, field):
            yield place_of(EDITION, field), text
    for row in tables.indicators:
        for field in _FIELDS:
            if text := getattr(row, field):
                yield place_of(row.indicator, field), text


def describe_texts(tables: Tables) -> Original:
    """Give the texts of reference data as a catalogue is made from them."""
    texts = tuple(list_texts(tables))
    notes = _EDITION_FIELDS | _FIELDS
    return Original(
        title="the reference data",
        name=f"reference {tables.edition.date}",
        language=FALLBACK_LANGUAGE,
        texts=texts,
        notes={place: (notes[place.rpartition(".")[2]],) for place, _ in texts},
    )
