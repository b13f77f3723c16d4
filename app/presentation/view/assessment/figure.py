"""Figures a team entered, laid on an index beside the published ones.

Of two figures the newer one counts, as everywhere (rule 14: each unit's newest value). So an
entered figure counts where nothing is published or what is published is of an earlier year; of
the same year the published one counts, since anybody can look it up. A figure too old for the leaf,
published or entered, does not count. What counts stands in the unit's row, and the index is
computed with the rows of all countries as it always is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.definition.index import Index, IndexLeaf
from app.presentation.view.desk import EDITION, Desk, read_observations
from app.reference import Observation, Reference
from app.scoring import score_index
from app.scoring.index.figure import References
from app.scoring.index.pillar import PillarScore

Counts = Literal["published", "entered", "none"]

LEAST_YEAR: Final = 1900


@dataclass(frozen=True, slots=True)
class Entered:
    """A figure a team entered, as it is kept."""

    value: float
    year: int
    source: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands behind one leaf of a unit.

    Attributes:
        published: the newest published figure, also where it is too old to count.
        entered: the one the team entered.
        counts: which of them the index is computed with.
        first_year: figures before it are too old; None where none is.
    """

    published: Observation | None
    entered: Entered | None
    counts: Counts
    first_year: int | None

    @property
    def value(self) -> float | None:
        """The figure that counts."""
        if self.counts == "published" and self.published:
            return self.published.value
        return self.entered.value if self.counts == "entered" and self.entered else None


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """The unit an index is computed for.

    Attributes:
        id: its row among the units: a country's code, else a name of its own.
        country: the country whose published figures are the unit's; empty for other units.
        scope: what kind of unit it is.
        entered: by leaf.
        nodes: the nodes of its questionnaire, for leaves that read one.
    """

    id: str
    country: str
    scope: str
    entered: Mapping[str, Entered]
    nodes: Mapping[str, PillarScore]


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """An index with a unit's own figures in it.

    `desk.scores` are computed with them; `desk.observations` are the published figures alone.
    """

    desk: Desk
    unit: str
    standings: Mapping[str, Standing]


def list_leaves(index: Index) -> tuple[IndexLeaf, ...]:
    """Give the leaves a figure can be entered for: not those that read the questionnaire."""
    return tuple(leaf for leaf in index.leaves if leaf.pillar is None and not leaf.answers)


def lay_own_figures(
    index: Index, reference: Reference, unit: OwnUnit, references: References | None = None
) -> OwnDesk:
    """Score an index for a unit with the figures that count.

    `references` are the statistics of other editions that its bounds name. Raises ScoringError
    where the index needs columns that the reference data do not have.
    """
    observations = read_observations(index, reference)
    values = {
        code: {leaf: seen.value for leaf, seen in leaves.items()}
        for code, leaves in observations.items()
    }
    standings = {leaf.id: _stand(leaf, reference, unit) for leaf in list_leaves(index)}
    found = {name: standing.value for name, standing in standings.items()}
    values[unit.id] = {name: value for name, value in found.items() if value is not None}
    scores = score_index(
        index,
        values,
        scope=unit.scope,
        node_scores={unit.id: unit.nodes},
        references=references,
    )
    return OwnDesk(Desk(index, reference, observations, scores), unit.id, standings)


def _stand(leaf: IndexLeaf, reference: Reference, unit: OwnUnit) -> Standing:
    published = reference.latest(leaf.id, unit.country) if unit.country else None
    entered = unit.entered.get(leaf.id)
    first = find_first_year(leaf, reference)
    is_shown = published is not None and (first is None or published.year >= first)
    is_known = entered is not None and (first is None or entered.year >= first)
    if leaf.year == EDITION:
        # One edition for all: a later year is as little of it as an earlier one.
        is_known = entered is not None and entered.year == first
    counts: Counts = "published" if is_shown else "none"
    if entered is not None and is_known:
        is_newer = published is None or not is_shown or entered.year > published.year
        counts = "entered" if is_newer else counts
    return Standing(published, entered, counts, first)


def find_first_year(leaf: IndexLeaf, reference: Reference) -> int | None:
    """Give the first year whose figures count for a leaf; None where none is too old."""
    first = reference.earliest_year(None if leaf.drop_after is None else int(leaf.drop_after))
    if leaf.year == EDITION:
        years = [seen.year for seen in reference.values(leaf.id).values()]
        return max(years, default=first or LEAST_YEAR)
    return first
