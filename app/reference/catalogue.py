"""The reference data as one immutable thing to ask: countries, groups, indicators, values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.reference.index import (
    Index,
    index_countries,
    index_groups,
    index_indicators,
    index_licences,
    index_sources,
    index_tables,
)
from app.reference.model import (
    Attribution,
    Country,
    Edition,
    Group,
    Indicator,
    Licence,
    Membership,
    Observation,
    Removal,
    Source,
)
from app.reference.table import edition_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.reference.table import Tables

#: A value is marked old when it is more than this many years before the edition's year.
OLD_AFTER_YEARS = 5

_NONE: Mapping[str, Observation] = MappingProxyType({})


def is_old(observation: Observation, edition: Edition) -> bool:
    """Whether a value is to be marked old: its year is more than five before the edition's.

    In an edition of any day of 2026 a value of 2021 is not old, a value of 2020 is. The mark has no
    effect on a score.
    """
    return observation.year < edition.date.year - OLD_AFTER_YEARS


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reference:
    """One edition of the reference data. Made by `load_reference` or `build_reference`.

    Nothing in it changes, so it may be shared by threads. `removals` says what `without` took away.
    """

    tables: Tables
    edition: Edition
    countries: Mapping[str, Country]
    groups: Mapping[str, Group]
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    licences: Mapping[str, Licence]
    removals: tuple[Removal, ...]
    index: Index

    def country(self, iso3: str) -> Country | None:
        """The country with this ISO 3166-1 alpha-3 code in capitals, or None."""
        return self.countries.get(iso3)

    def members(self, group: str, on: date) -> tuple[str, ...]:
        """The codes of a group's members on a day, in order. Raises KeyError for no such group.

        A labelled list (World Bank income groups) stays in use after its last day until a newer
        list begins: `label_in_use` says which one it is.
        """
        kind = self.groups[group].kind
        records = self.index.by_group.get(group, ())
        return tuple(sorted(item.country for item in records if self._counts(item, kind, on)))

    def membership(self, iso3: str, group: str, on: date) -> Membership | None:
        """The record by which a country is in a group on a day: its label, dates and source."""
        for item in self.index.by_country.get(iso3, ()):
            if item.group == group and self._counts(item, self.groups[group].kind, on):
                return item
        return None

    def groups_of(self, iso3: str, on: date, kind: str | None = None) -> tuple[Group, ...]:
        """The groups a country is in on a day, in the order of the groups table.

        `kind` is region, income, special or membership; None is all. Empty for an unknown country.
        """
        found = {item.group for item in self.index.by_country.get(iso3, ())}
        return tuple(
            group
            for group in self.groups.values()
            if group.id in found
            and kind in (None, group.kind)
            and self.membership(iso3, group.id, on) is not None
        )

    def label_in_use(self, kind: str, on: date) -> str | None:
        """The label of the list a kind of group is read from on a day (`FY2026`), else None."""
        start = self._list_start(kind, on)
        for item in self.tables.memberships:
            if item.label and item.since == start and self.groups[item.group].kind == kind:
                return item.label
        return None

    def _list_start(self, kind: str, on: date) -> date | None:
        starts = [day for day in self.index.list_starts.get(kind, ()) if day <= on]
        return starts[-1] if starts else None

    def _counts(self, item: Membership, kind: str, on: date) -> bool:
        if item.label:
            return item.since == self._list_start(kind, on)
        return item.holds(on)

    def latest(
        self, indicator: str, iso3: str, not_before: int | None = None
    ) -> Observation | None:
        """A country's newest value; None where there is none, or none from `not_before` on."""
        found = self.index.newest.get(indicator, _NONE).get(iso3)
        if found is None or (not_before is not None and found.year < not_before):
            return None
        return found

    def series(self, indicator: str, iso3: str) -> tuple[Observation, ...]:
        """All values of a country, oldest first; empty where there is none."""
        return self.index.series.get(indicator, {}).get(iso3, ())

    def values(self, indicator: str) -> Mapping[str, Observation]:
        """The newest value of each country that has one, by code and in order of the codes."""
        return self.index.newest.get(indicator, _NONE)

    def years(self, indicator: str) -> tuple[int, int] | None:
        """First and last year of an indicator's values, None where it has none."""
        found = self.indicators.get(indicator)
        return found.years if found else None

    def earliest_year(self, drop_after: int | None) -> int | None:
        """The oldest year that counts when values are dropped after so many years."""
        return None if drop_after is None else self.edition.date.year - drop_after

    def latest_values(
        self,
        indicators: Sequence[str],
        countries: Sequence[str],
        *,
        drop_after: int | None,
    ) -> list[list[Observation | None]]:
        """Newest values as rows of countries by columns of indicators.

        A value more than `drop_after` years before the edition's year counts as missing; with None
        nothing is too old. An id that is not here gives a column or row of None.
        """
        first = self.earliest_year(drop_after)
        columns = [self.values(indicator) for indicator in indicators]
        rows: list[list[Observation | None]] = []
        for iso3 in countries:
            found = [column.get(iso3) for column in columns]
            rows.append([_if_recent(observation, first) for observation in found])
        return rows

    def is_old(self, observation: Observation) -> bool:
        """Whether a value is to be marked old in this edition."""
        return is_old(observation, self.edition)

    def attribution(self, observation: Observation) -> Attribution:
        """What the licence of a value asks to be printed beside it, after the word “Source”."""
        source = self.sources[observation.source]
        return Attribution(
            text=source.attribution.replace("{year}", str(observation.year)),
            url=source.url,
            licence=self.licences[source.licence],
        )

    def without(self, licence: str) -> Reference:
        """The same data without the values of one licence, and with `removals` telling so.

        Indicators that lose all values stay, with no countries and no years, so that a page can say
        what is gone and why. The edition's id is that of what is left.
        """
        dropped = {source.id for source in self.sources.values() if source.licence == licence}
        kept = tuple(row for row in self.tables.observations if row.source not in dropped)
        count = len(self.tables.observations) - len(kept)
        if not count:
            return self
        left = {row.indicator for row in kept}
        emptied = tuple(
            name for name, item in self.indicators.items() if item.countries and name not in left
        )
        removals = (*self.removals, Removal(licence, count, emptied))
        return assemble(replace(self.tables, observations=kept), removals=removals)


def _if_recent(observation: Observation | None, first: int | None) -> Observation | None:
    if observation is None or (first is not None and observation.year < first):
        return None
    return observation


def assemble(tables: Tables, *, removals: tuple[Removal, ...] = ()) -> Reference:
    """Index tables that are known to hold together; `build_reference` checks them first."""
    index = index_tables(tables)
    title, day, description = tables.edition
    return Reference(
        tables=tables,
        edition=Edition(edition_id(tables), day, title, description),
        countries=index_countries(tables),
        groups=index_groups(tables),
        indicators=index_indicators(tables, index),
        sources=index_sources(tables),
        licences=index_licences(tables),
        removals=removals,
        index=index,
    )
