"""What the pages of indicators show: what is measured, where from, and every country's figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.presentation.collation import sort_names
from app.presentation.language import N_, Phrase, Translator
from app.presentation.number import MISSING, choose_decimals, show_value, show_years
from app.presentation.view.published import PublishedWording
from app.presentation.view.wording import FAMILY_TITLES
from app.reference import Country, Indicator, Observation, Reference

SUBJECTS: Final = FAMILY_TITLES | {"environment": N_("Environment"), "context": N_("Context")}
"""What indicators are about, in the order they are listed."""
DIRECTIONS: Final = {
    "higher": N_("Higher is better"),
    "lower": N_("Lower is better"),
    "none": N_("Neither higher nor lower is better"),
}
COLUMNS: Final = (
    "country", "name", "indicator", "unit", "year", "value", "source", "licence", "edition"
)  # fmt: skip
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in the list."""

    id: str
    name: Phrase
    unit: Phrase
    years: str
    coverage: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class IndicatorSection:
    """The indicators of one subject."""

    family: str
    title: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with the words its licence asks for."""

    title: Phrase
    publisher: Phrase
    url: str
    attribution: Phrase
    licence: Phrase
    licence_url: str
    note: Phrase


@dataclass(frozen=True, slots=True)
class CountryFigure:
    """The newest figure of one country; without `year` there is none."""

    iso3: str
    country: Phrase
    value: str
    year: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """The page of one indicator."""

    id: str
    name: Phrase
    definition: Phrase
    unit: Phrase
    direction: str
    code: str
    note: Phrase
    coverage: str
    years: str
    sources: tuple[SourceView, ...]
    rows: tuple[CountryFigure, ...]
    gone: str


def english(text: str) -> Phrase:
    """Give a text of the reference data, which is in English."""
    return Phrase(text, "en")


def list_sections(reference: Reference, wording: PublishedWording) -> tuple[IndicatorSection, ...]:
    """List all indicators by subject, by name within each."""
    translator = wording.translator
    sections = []
    for family, subject in SUBJECTS.items():
        found = [item for item in reference.indicators.values() if item.family == family]
        lines = (_build_line(item, reference, wording) for item in found)
        ordered = sort_names(lines, translator.code, name=lambda line: line.name.text)
        if ordered:
            title = translator.gettext(subject)
            sections.append(IndicatorSection(family, title, tuple(ordered)))
    return tuple(sections)


def _build_line(
    indicator: Indicator, reference: Reference, wording: PublishedWording
) -> IndicatorLine:
    return IndicatorLine(
        indicator.id,
        wording.name(indicator),
        wording.unit(indicator),
        _say_years(indicator, wording.translator),
        _say_coverage(indicator, reference, wording.translator),
        is_empty=not indicator.countries,
    )


def _say_years(indicator: Indicator, translator: Translator) -> str:
    return show_years(indicator.first_year, indicator.last_year, translator=translator)


def _say_coverage(indicator: Indicator, reference: Reference, translator: Translator) -> str:
    return translator.gettext(
        "%(count)s of %(all)s",
        count=indicator.countries,
        all=len(reference.countries),
    )


def build_indicator_view(
    indicator: Indicator, reference: Reference, wording: PublishedWording
) -> IndicatorView:
    """Build the page of one indicator, with a row for every country."""
    translator = wording.translator
    return IndicatorView(
        id=indicator.id,
        name=wording.name(indicator),
        definition=wording.definition(indicator),
        unit=wording.unit(indicator),
        direction=translator.gettext(DIRECTIONS.get(indicator.direction, DIRECTIONS["none"])),
        code=indicator.code,
        note=wording.note(indicator),
        coverage=_say_coverage(indicator, reference, translator),
        years=_say_years(indicator, translator),
        sources=tuple(
            build_source(reference, source, years)
            for source, years in say_source_years(
                reference, indicator.sources, translator, indicator=indicator.id
            )
        ),
        rows=_list_figures(indicator, reference, wording),
        gone=_say_gone(indicator, reference, translator),
    )


def say_source_years(
    reference: Reference,
    sources: Iterable[str],
    translator: Translator,
    *,
    indicator: str | None = None,
) -> list[tuple[str, str]]:
    """Say for each source of which years its figures are: of one indicator, or of all."""
    found: dict[str, set[int]] = {}
    for seen in reference.tables.observations:
        if indicator in {None, seen.indicator}:
            found.setdefault(seen.source, set()).add(seen.year)
    said = []
    for source in sources:
        years = found.get(source, set())
        first, last = min(years, default=None), max(years, default=None)
        said.append((source, show_years(first, last, translator=translator)))
    return said


def build_source(reference: Reference, source_id: str, years: str) -> SourceView:
    """Build a source with its attribution, the years put in."""
    source = reference.sources[source_id]
    licence = reference.licences[source.licence]
    return SourceView(
        english(source.title),
        english(source.publisher),
        source.url,
        english(source.attribution.replace("{year}", years)),
        english(licence.title),
        licence.url,
        english(source.note),
    )


def _list_figures(
    indicator: Indicator, reference: Reference, wording: PublishedWording
) -> tuple[CountryFigure, ...]:
    translator = wording.translator
    values = reference.values(indicator.id)
    decimals = choose_decimals(item.value for item in values.values())
    countries = sort_names(
        reference.countries.values(),
        translator.code,
        name=lambda country: country.name(translator.code),
    )

    def build(country: Country, seen: Observation | None) -> CountryFigure:
        return CountryFigure(
            country.iso3,
            wording.country(country),
            show_value(seen.value, translator, decimals=decimals) if seen else MISSING,
            str(seen.year) if seen else "",
            is_old=seen is not None and reference.is_old(seen),
        )

    return tuple(build(country, values.get(country.iso3)) for country in countries)


def _say_gone(indicator: Indicator, reference: Reference, translator: Translator) -> str:
    for removal in reference.removals:
        if indicator.id in removal.indicators:
            return translator.gettext(
                "The figures of this indicator are left out on this site, because of their "
                "licence: %(licence)s.",
                licence=reference.licences[removal.licence].title,
            )
    return ""


def list_rows(
    indicator: Indicator, reference: Reference, wording: PublishedWording
) -> tuple[tuple[str | int | float, ...], ...]:
    """List an indicator's newest figures for a file: one row a country that has one.

    Ids are the same in every language, names and the unit are the reader's. Numbers stay numbers;
    a text that a spreadsheet would take for a formula gets an apostrophe.
    """
    rows = [
        (
            seen.country,
            wording.country(reference.countries[seen.country]).text,
            indicator.id,
            wording.unit(indicator).text,
            seen.year,
            seen.value,
            seen.source,
            seen.licence,
            reference.edition.short,
        )
        for seen in reference.values(indicator.id).values()
    ]
    return tuple(tuple(_make_inert(cell) for cell in row) for row in rows)


def _make_inert(cell: str | float) -> str | int | float:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
