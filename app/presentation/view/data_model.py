"""What the page by data shows, as types."""

from dataclasses import dataclass
from datetime import date

from app.definition.index import IndexNode
from app.definition.scheme import Band
from app.presentation.figure import Profile, Radar
from app.presentation.language import Phrase
from app.presentation.view.desk import Desk, PeerGroup
from app.presentation.view.wording import Wording
from app.reference import Country


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One published figure of the country, or the place where it is missing."""

    id: str
    title: Phrase
    value: str
    unit: Phrase
    year: str
    score: str
    share: float | None
    source: str
    source_url: str
    licence: str
    is_missing: bool
    is_old: bool
    reason: str
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataPillar:
    """One pillar by data, with its figures."""

    id: str
    family: str
    title: Phrase
    value: float | None
    low: float | None
    high: float | None
    score: str
    band: Phrase | None
    coverage: str
    range: str
    counted: str
    years: str
    missing_reason: str
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class PeerRow:
    """Who the country is compared with, and what they score in all and in each pillar.

    `kind` is region, income, special or country; `note` says how many members have a value, or why
    a group is not shown; `spread` holds the quartiles for each value, empty for a country.
    """

    id: str
    kind: str
    name: str
    note: str
    total: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    spread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """Everything the page by data shows."""

    country: str
    country_name: str
    toolkit_title: Phrase
    index_note: Phrase
    standing: str
    comparison: str
    held_back: str
    value: float | None
    total: str
    band: Phrase | None
    coverage: str
    range: str
    counted: str
    pillars: tuple[DataPillar, ...]
    peers: tuple[PeerRow, ...]
    compared: tuple[PeerRow, ...]
    differences: tuple[str, ...]
    gone: tuple[str, ...]
    profile: Profile
    radar: Radar | None
    edition: str
    edition_date: date
    root: str


@dataclass(frozen=True, slots=True)
class DataWording:
    """What all parts of the view are built with."""

    wording: Wording
    desk: Desk
    country: Country
    compare: tuple[Country, ...]
    groups: tuple[PeerGroup, ...]

    @property
    def nodes(self) -> tuple[IndexNode, ...]:
        """The pillars of the index: what stands right below its root."""
        return tuple(part for part in self.desk.index.tree.of if isinstance(part, IndexNode))

    @property
    def bands(self) -> tuple[Band, ...]:
        """The toolkit's bands."""
        return self.wording.toolkit.scoring.bands
