"""What the reference data consist of once they are built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: The language every country has a name in, and that others fall back to.
FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Edition:
    """Which collection of data this is: printed with every figure, kept with every result."""

    id: str
    date: date
    title: str
    description: str = ""

    @property
    def short(self) -> str:
        """The first twelve digits of the id, enough to tell editions apart in print."""
        return self.id[:12]


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its codes, its names by language, and a point for a marker in degrees.

    `region` and `subregion` are those of UN M49, by English name. `un_status` is `member`,
    `observer` or None on the date of the edition.
    """

    iso3: str
    iso2: str
    m49: str
    names: Mapping[str, str]
    region: str
    subregion: str
    latitude: float
    longitude: float
    un_status: str | None = None
    note: str = ""

    def name(self, language: str) -> str:
        """The short name in a language (`zh`, also `zh-Hans` or `zh_CN`), else in English."""
        return self.names[self.name_language(language)]

    def name_language(self, language: str) -> str:
        """The language `name` really answers in: English where the country has no other name."""
        base = language.replace("_", "-").partition("-")[0]
        return base if base in self.names else FALLBACK_LANGUAGE


@dataclass(frozen=True, slots=True)
class Group:
    """A group of countries; `kind` is region, income, special or membership.

    `title` and `short` are English message ids for translation.
    """

    id: str
    kind: str
    title: str
    short: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """A country in a group from `since` (first day) until `until` (first day outside).

    None is open. A `label` such as `FY2026` names the list of which the record is a part.
    """

    group: str
    country: str
    since: date | None
    until: date | None
    label: str | None
    source: str

    def holds(self, on: date) -> bool:
        """Whether the day lies between the record's own dates."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: `title` is what to print, `url` its text (may be empty)."""

    id: str
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from; `attribution` is the licence's text with `{year}` in it."""

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    attribution: str
    obtained_from: str = ""
    version: str = ""
    path: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What to print beside a value: the text without the word “Source”, and two addresses."""

    text: str
    url: str
    licence: Licence


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, in which unit, and how much of it is here.

    `direction` says which values are better: higher, lower or none. `family` is infrastructure,
    policy, management, outreach, environment or context. `countries` counts those with a value;
    `first_year` and `last_year` are None where there is none.
    """

    id: str
    name: str
    unit: str
    direction: str
    family: str
    code: str
    definition: str
    note: str
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    countries: int = 0
    first_year: int | None = None
    last_year: int | None = None

    @property
    def licence(self) -> str:
        """The id of the licence, or several in one text."""
        return " / ".join(self.licences)

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of a value, None where there is none."""
        if self.first_year is None or self.last_year is None:
            return None
        return self.first_year, self.last_year


class Observation(NamedTuple):
    """One published value of one country in one year, in the indicator's unit.

    A named tuple because a load makes eighteen thousand of them.
    """

    country: str
    indicator: str
    year: int
    value: float
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Removal:
    """What `Reference.without` took away: how many values, and which indicators have none left."""

    licence: str
    observations: int
    indicators: tuple[str, ...]
