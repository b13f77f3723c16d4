"""Desk data: published figures of countries laid on an index, with the groups they stand in.

A leaf takes each country's newest value that is not older than the leaf's `drop_after` years before
the date of the data's edition (`year: latest`), or only those of the newest year that any country
has (`year: edition`): whoever lacks that one is missing. Peers are unweighted medians of the
members' scores of the same node; a member below the node's least coverage is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.definition.index import Index, IndexLeaf
from app.reference import Group, Observation, Reference
from app.scoring import IndexNodeScore, IndexScores, Peer, peer_statistics, score_index
from app.scoring.index.figure import References

EDITION = "edition"
LEAST_MEMBERS = 5
"""A group with fewer published values has no statistics: its members are shown singly."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An index scored for every country of an edition of the reference data.

    Attributes:
        index: the index.
        reference: the edition.
        observations: the published value behind each leaf, by country and leaf; no key: missing.
        scores: of all countries.
    """

    index: Index
    reference: Reference
    observations: Mapping[str, Mapping[str, Observation]]
    scores: IndexScores
    _known: dict[str, Mapping[str, IndexNodeScore]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def of(self, iso3: str) -> Mapping[str, IndexNodeScore]:
        """Give the scores of one country by node and leaf; made once, since groups ask for many."""
        found = self._known.get(iso3)
        if found is None:
            found = self._known[iso3] = self.scores.of(iso3)
        return found

    def years(self, countries: Iterable[str]) -> tuple[int, int] | None:
        """Give the first and the last year of the countries' figures; None where there are none."""
        years = [
            seen.year for iso3 in countries for seen in self.observations.get(iso3, {}).values()
        ]
        return (min(years), max(years)) if years else None

    def observation(self, iso3: str, leaf: str) -> Observation | None:
        """Give the published value behind a leaf."""
        return self.observations.get(iso3, {}).get(leaf)


def read_observations(index: Index, reference: Reference) -> dict[str, dict[str, Observation]]:
    """Give the newest value of every country for every leaf, too old ones left out."""
    found: dict[str, dict[str, Observation]] = {iso3: {} for iso3 in reference.countries}
    for leaf in index.leaves:
        first = _first_year(leaf, reference)
        newest = reference.values(leaf.id)
        if leaf.year == EDITION:
            first = max((first or 0, *(seen.year for seen in newest.values())))
        for iso3, observation in newest.items():
            if first is None or observation.year >= first:
                found[iso3][leaf.id] = observation
    return found


def _first_year(leaf: IndexLeaf, reference: Reference) -> int | None:
    return reference.earliest_year(None if leaf.drop_after is None else int(leaf.drop_after))


def lay_desk(index: Index, reference: Reference, references: References | None = None) -> Desk:
    """Score an index for all countries of the reference data.

    `references` are the statistics of other editions that its bounds name. Raises ScoringError
    where it needs columns that the reference data do not have.
    """
    observations = read_observations(index, reference)
    values = {
        iso3: {leaf: seen.value for leaf, seen in leaves.items()}
        for iso3, leaves in observations.items()
    }
    return Desk(index, reference, observations, score_index(index, values, references=references))


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A group the country stands in, and what its members score by node."""

    group: Group
    members: tuple[str, ...]
    label: str | None
    by_node: Mapping[str, Peer]


def find_peers(desk: Desk, iso3: str, on: date) -> tuple[PeerGroup, ...]:
    """Give the groups a country is compared with: its region, income group and special groups."""
    kinds = ("region", "income", "special")
    groups = [group for kind in kinds for group in desk.reference.groups_of(iso3, on, kind)]
    return tuple(_measure_group(desk, group, on) for group in groups)


def _measure_group(desk: Desk, group: Group, on: date) -> PeerGroup:
    members = desk.reference.members(group.id, on)
    scores = [desk.of(member) for member in members]
    by_node = {
        node.id: peer_statistics([score[node.id].score for score in scores])
        for node in desk.index.nodes
    }
    label = desk.reference.label_in_use(group.kind, on)
    return PeerGroup(group, members, label, by_node)
