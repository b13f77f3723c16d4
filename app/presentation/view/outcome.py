"""The numbers a result is drawn of: worked out now, or kept from when they were approved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.presentation.view.desk import Desk
from app.presentation.view.wording import Wording
from app.response import Answers
from app.scoring import Recommendation, Scores, recommendations, score, weakest

MOST_ACTIONS: Final = 3
"""Actions a quick-check names."""
MOST_TEAM_ACTIONS: Final = 10
"""Actions the result of a full assessment names."""


@dataclass(frozen=True, slots=True)
class Before:
    """The last round before this one: how it is called, and its scores by pillar."""

    name: str
    scores: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The numbers behind a result.

    Attributes:
        scores: of every node.
        weakest: the weakest question of each pillar.
        recommendations: the actions that matter most.
        figures: scores by published figures, 0 to 100, by pillar family; empty where there are
            none.
        is_team: whether a team answered, not one visitor.
        before: the last round, where there is one.
    """

    scores: Scores
    weakest: Mapping[str, str]
    recommendations: tuple[Recommendation, ...]
    figures: Mapping[str, float | None] = field(default_factory=dict)
    is_team: bool = False
    before: Before | None = None


def work_out(
    wording: Wording,
    answers: Answers,
    figures: Mapping[str, float | None],
    *,
    is_team: bool = False,
) -> Outcome:
    """Work the numbers out from answers."""
    toolkit, setting = wording.toolkit, wording.setting
    most = MOST_TEAM_ACTIONS if is_team else MOST_ACTIONS
    return Outcome(
        score(toolkit, answers, setting),
        weakest(toolkit, answers, setting),
        recommendations(toolkit, answers, setting, most=most),
        figures,
        is_team,
    )


def figures_by_family(desk: Desk | None, country: str) -> Mapping[str, float | None]:
    """Give the scores of a country by published figures, by pillar family."""
    if desk is None:
        return {}
    scores = desk.of(country)
    return {
        node.family: scores[node.id].score for node in desk.index.nodes if node.family is not None
    }
