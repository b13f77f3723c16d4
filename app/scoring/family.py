"""The four families common to all toolkits: infrastructure, policy, management, outreach."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.definition.toolkit import Toolkit
from app.scoring.kernel import TOLERANCE
from app.scoring.result import NodeScore, Scores


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """The score of one family.

    Attributes:
        family: Its name.
        score: 0..100, None unless published.
        low, high, coverage: As of a node.
        status: published, below-coverage or not-applicable.
        value: The mean, also where it is not shown.
        pillars: Ids of its pillars, in toolkit order.
    """

    family: str
    score: float | None
    low: float | None
    high: float | None
    coverage: float
    status: str
    value: float | None
    pillars: tuple[str, ...]


def family_scores(scores: Scores, toolkit: Toolkit) -> Mapping[str, FamilyScore]:
    """Give each family the mean of its pillars by pillar weight, with their coverage.

    Like every node it rests on all answers below it, shown or not; it is shown itself from the
    least coverage of a pillar on. Families in the order in which the toolkit first names them.
    """
    pillars = scores.of_kind("pillar")
    families = dict.fromkeys(pillar.family for pillar in toolkit.pillars)
    least = toolkit.scoring.coverage
    limit = least.quick if scores.plan.setting.quick else least.pillar
    return {
        family: _make_family(family, [node for node in pillars if node.family == family], limit)
        for family in families
    }


def _make_family(family: str, pillars: list[NodeScore], least: float) -> FamilyScore:
    applying = [node for node in pillars if node.status != "not-applicable"]
    coverage = _mean([(node.weight, node.coverage) for node in applying]) or 0.0
    value = _mean([(node.weight, node.value) for node in applying])
    if not applying:
        status = "not-applicable"
    elif value is None or coverage < least - TOLERANCE:
        status = "below-coverage"
    else:
        status = "published"
    return FamilyScore(
        family=family,
        score=value if status == "published" else None,
        low=_mean([(node.weight, node.low) for node in applying]),
        high=_mean([(node.weight, node.high) for node in applying]),
        coverage=coverage,
        status=status,
        value=value,
        pillars=tuple(node.id for node in pillars),
    )


def _mean(parts: list[tuple[float, float | None]]) -> float | None:
    known = [(weight, value) for weight, value in parts if value is not None]
    below = sum(weight for weight, _ in known)
    return sum(weight * value for weight, value in known) / below if below > 0.0 else None
