"""What the page of the data shows: groups and their members, changes known, figures left out."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.presentation.collation import sort_key
from app.presentation.language import N_, Phrase, Translator
from app.presentation.view.indicator import (
    SourceView,
    build_source,
    english,
    say_source_years,
)
from app.presentation.view.published import PublishedWording
from app.reference import Reference


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of countries with how many members it has today."""

    title: str
    kind: str
    note: Phrase
    members: int


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A country that joins or leaves a group on a known day."""

    country: Phrase
    group: str
    day: date
    is_leaving: bool


@dataclass(frozen=True, slots=True)
class RemovalView:
    """Figures that are left out because of their licence."""

    licence: Phrase
    count: int
    indicators: tuple[Phrase, ...]


KINDS: Final = {
    "region": N_("ITU region"),
    "income": N_("World Bank income group"),
    "special": N_("Countries with special needs"),
    "membership": N_("Membership"),
}


def list_groups(reference: Reference, translator: Translator, *, on: date) -> tuple[GroupView, ...]:
    """List the groups with their number of members on a day."""
    return tuple(
        GroupView(
            translator.gettext(group.title),
            translator.gettext(KINDS[group.kind]),
            english(group.note),
            len(reference.members(group.id, on)),
        )
        for group in reference.groups.values()
    )


def list_changes(reference: Reference, wording: PublishedWording) -> tuple[ChangeView, ...]:
    """List memberships that begin or end on a known day; lists made anew each year are left out."""
    translator = wording.translator
    found = [
        ChangeView(
            wording.country(reference.countries[item.country]),
            translator.gettext(reference.groups[item.group].title),
            day,
            is_leaving=day == item.until,
        )
        for item in reference.tables.memberships
        if not item.label
        for day in (item.since, item.until)
        if day is not None
    ]
    code = translator.code
    found.sort(key=lambda item: (item.day, item.group, sort_key(item.country.text, code)))
    return tuple(found)


def list_removals(reference: Reference, wording: PublishedWording) -> tuple[RemovalView, ...]:
    """List what is left out because of its licence."""
    return tuple(
        RemovalView(
            english(reference.licences[item.licence].title),
            item.observations,
            tuple(wording.name(reference.indicators[name]) for name in item.indicators),
        )
        for item in reference.removals
    )


def list_sources(reference: Reference, translator: Translator) -> tuple[SourceView, ...]:
    """List all sources, each with the years of the figures that were taken from it."""
    return tuple(
        build_source(reference, source, years)
        for source, years in say_source_years(reference, reference.sources, translator)
    )
