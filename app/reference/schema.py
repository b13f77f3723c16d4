"""What each file holds: its columns, the parser of each, its key and where its cells point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.reference.cell import (
    Parser,
    match,
    number_between,
    one_of,
    optional,
    parse_address,
    parse_date,
    parse_note,
    parse_number,
    parse_text,
    parse_year,
)
from app.reference.table import (
    CountryRow,
    GroupRow,
    IndicatorRow,
    LicenceRow,
    MembershipRow,
    NameRow,
    ObservationRow,
    SourceRow,
)

_ISO3 = match("[A-Z]{3}", "code of three capital letters")
_IDENTIFIER = match("[a-z0-9][a-z0-9_-]{0,59}", "id of small letters, digits, - and _")
_LICENCE = match("[A-Za-z0-9][A-Za-z0-9.-]{0,59}", "licence id")
_LANGUAGE = match("[a-z]{2,3}", "language code")
_LABEL = match("[A-Za-z0-9]{1,20}", "label of letters and digits")
_ID_LIST = match("[a-z0-9_-]+( [a-z0-9_-]+)*", "list of source ids with one blank between them")

KINDS = ("region", "income", "special", "membership")
#: A country is in at most one group of these kinds at a time.
EXCLUSIVE_KINDS = ("region", "income")
DIRECTIONS = ("higher", "lower", "none")
FAMILIES = ("infrastructure", "policy", "management", "outreach", "environment", "context")


@dataclass(frozen=True, slots=True)
class Schema:
    """One table.

    `row` is the class of the rows, a named tuple; `parsers` has one parser for each column;
    each of `keys` is a set of columns that together occur once; `links` maps a column to the table
    whose first column it names.
    """

    row: type[Any]
    columns: tuple[str, ...]
    parsers: tuple[Parser, ...]
    keys: tuple[tuple[str, ...], ...]
    links: tuple[tuple[str, str], ...] = ()


SCHEMAS: dict[str, Schema] = {
    "countries": Schema(
        CountryRow,
        CountryRow._fields,
        (
            _ISO3,
            match("[A-Z]{2}", "code of two capital letters"),
            match("[0-9]{3}", "code of three digits"),
            parse_text,
            parse_text,
            number_between(-90, 90),
            number_between(-180, 180),
            parse_note,
        ),
        keys=(("iso3",), ("iso2",), ("m49",)),
    ),
    "names": Schema(
        NameRow,
        NameRow._fields,
        (_ISO3, _LANGUAGE, parse_text),
        keys=(("country", "language"),),
        links=(("country", "countries"),),
    ),
    "groups": Schema(
        GroupRow,
        GroupRow._fields,
        (_IDENTIFIER, one_of(*KINDS), parse_text, parse_text, parse_note),
        keys=(("group",),),
    ),
    "memberships": Schema(
        MembershipRow,
        MembershipRow._fields,
        (
            _IDENTIFIER,
            _ISO3,
            optional(parse_date),
            optional(parse_date),
            optional(_LABEL),
            _IDENTIFIER,
        ),
        keys=(("group", "country", "since"),),
        links=(("group", "groups"), ("country", "countries"), ("source", "sources")),
    ),
    "indicators": Schema(
        IndicatorRow,
        IndicatorRow._fields,
        (
            _IDENTIFIER,
            parse_text,
            parse_text,
            one_of(*DIRECTIONS),
            one_of(*FAMILIES),
            parse_note,
            parse_text,
            parse_note,
            _ID_LIST,
        ),
        keys=(("indicator",),),
    ),
    "observations": Schema(
        ObservationRow,
        ObservationRow._fields,
        (_ISO3, _IDENTIFIER, parse_year, parse_number, _IDENTIFIER),
        keys=(("country", "indicator", "year"),),
        links=(("country", "countries"), ("indicator", "indicators"), ("source", "sources")),
    ),
    "sources": Schema(
        SourceRow,
        SourceRow._fields,
        (
            _IDENTIFIER,
            parse_text,
            parse_text,
            parse_address,
            _LICENCE,
            parse_text,
            parse_note,
            parse_note,
            parse_note,
            parse_note,
        ),
        keys=(("source",),),
        links=(("licence", "licences"),),
    ),
    "licences": Schema(
        LicenceRow,
        LicenceRow._fields,
        (_LICENCE, parse_text, parse_address, parse_note),
        keys=(("licence",),),
    ),
}
