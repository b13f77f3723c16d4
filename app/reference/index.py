"""Dictionaries made once from the tables, so that every question is a look-up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from app.reference.model import Country, Group, Indicator, Licence, Membership, Observation, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.reference.table import Tables

_Item = TypeVar("_Item", Group, Indicator, Licence, Source)

#: Groups that say which standing a country has in the United Nations.
_UN_STATUS = {"un-member": "member", "un-observer": "observer"}


@dataclass(frozen=True, slots=True)
class Index:
    """Observations and memberships, by what they are asked for.

    `series` is indicator -> country -> values, oldest first; `newest` holds the last of each.
    `list_starts` gives, by kind of group, the first days of its labelled lists, oldest first.
    """

    series: Mapping[str, Mapping[str, tuple[Observation, ...]]]
    newest: Mapping[str, Mapping[str, Observation]]
    by_group: Mapping[str, tuple[Membership, ...]]
    by_country: Mapping[str, tuple[Membership, ...]]
    list_starts: Mapping[str, tuple[date, ...]]


def index_tables(tables: Tables) -> Index:
    """Index observations and memberships."""
    series = _index_observations(tables)
    memberships = [Membership(*row) for row in tables.memberships]
    kinds = {row.group: row.kind for row in tables.groups}
    starts: dict[str, set[date]] = defaultdict(set)
    for membership in memberships:
        if membership.label and membership.since:
            starts[kinds[membership.group]].add(membership.since)
    return Index(
        series=MappingProxyType(series),
        newest=MappingProxyType(
            {
                indicator: MappingProxyType({iso3: values[-1] for iso3, values in found.items()})
                for indicator, found in series.items()
            }
        ),
        by_group=_group_by((item.group, item) for item in memberships),
        by_country=_group_by((item.country, item) for item in memberships),
        list_starts=MappingProxyType({kind: tuple(sorted(days)) for kind, days in starts.items()}),
    )


def _group_by(pairs: Iterable[tuple[str, Membership]]) -> Mapping[str, tuple[Membership, ...]]:
    grouped: dict[str, list[Membership]] = defaultdict(list)
    for key, item in pairs:
        grouped[key].append(item)
    return MappingProxyType({key: tuple(items) for key, items in grouped.items()})


def _index_observations(tables: Tables) -> dict[str, Mapping[str, tuple[Observation, ...]]]:
    """Indicator -> country -> observations, oldest first; countries in order of their code."""
    licences = {row.source: row.licence for row in tables.sources}
    found: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for row in tables.observations:
        found[row.indicator][row.country].append(Observation(*row, licences[row.source]))
    return {
        indicator: MappingProxyType(
            {iso3: tuple(sorted(countries[iso3])) for iso3 in sorted(countries)}
        )
        for indicator, countries in found.items()
    }


def index_countries(tables: Tables) -> Mapping[str, Country]:
    """Countries by ISO 3166-1 alpha-3 code, in order of the table."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tables.names:
        names[row.country][row.language] = row.name
    status = {
        row.country: _UN_STATUS[row.group]
        for row in tables.memberships
        if row.group in _UN_STATUS and Membership(*row).holds(tables.edition.date)
    }
    countries = (
        Country(
            iso3=row.iso3,
            iso2=row.iso2,
            m49=row.m49,
            names=MappingProxyType(names[row.iso3]),
            region=row.region,
            subregion=row.subregion,
            latitude=row.latitude,
            longitude=row.longitude,
            un_status=status.get(row.iso3),
            note=row.note,
        )
        for row in tables.countries
    )
    return MappingProxyType({country.iso3: country for country in countries})


def index_indicators(tables: Tables, index: Index) -> Mapping[str, Indicator]:
    """Indicators by id, with what the observations say about coverage and years."""
    licences = {row.source: row.licence for row in tables.sources}
    indicators = []
    for row in tables.indicators:
        found = index.series.get(row.indicator, {})
        years = [observation.year for values in found.values() for observation in values]
        sources = tuple(row.sources.split())
        indicators.append(
            Indicator(
                id=row.indicator,
                name=row.name,
                unit=row.unit,
                direction=row.direction,
                family=row.family,
                code=row.code,
                definition=row.definition,
                note=row.note,
                sources=sources,
                licences=tuple(dict.fromkeys(licences[source] for source in sources)),
                countries=len(found),
                first_year=min(years, default=None),
                last_year=max(years, default=None),
            )
        )
    return _by_id(indicators)


def index_groups(tables: Tables) -> Mapping[str, Group]:
    """Groups by id, in order of the table."""
    return _by_id(Group(*row) for row in tables.groups)


def index_sources(tables: Tables) -> Mapping[str, Source]:
    """Sources by id."""
    return _by_id(Source(*row) for row in tables.sources)


def index_licences(tables: Tables) -> Mapping[str, Licence]:
    """Licences by id."""
    return _by_id(Licence(*row) for row in tables.licences)


def _by_id(items: Iterable[_Item]) -> Mapping[str, _Item]:
    return MappingProxyType({item.id: item for item in items})
