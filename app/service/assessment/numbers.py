"""Scores on their way to and from what is kept of them, with full precision.

Texts are not kept: they stand in the definition, which is pinned, and so are translated as ever.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from app.definition.toolkit import Toolkit
from app.presentation.view.outcome import MOST_TEAM_ACTIONS, Before, Outcome
from app.response import Answers, Setting
from app.scoring import NodeScore, Recommendation, Scores, recommendations, score, weakest

Json = dict[str, Any]

_PLAIN: Final = (
    "score", "low", "high", "coverage", "counted", "applicable", "status", "value", "weight",
    "answer_state", "place", "level", "points",
)  # fmt: skip


def keep_numbers(toolkit: Toolkit, answers: Answers, setting: Setting) -> Json:
    """Work the numbers out and give them as plain JSON."""
    scores = score(toolkit, answers, setting)
    found = recommendations(toolkit, answers, setting, most=MOST_TEAM_ACTIONS)
    return {
        "nodes": {name: _keep_node(node) for name, node in scores.nodes.items()},
        "weakest": dict(weakest(toolkit, answers, setting)),
        "actions": [[item.question, item.gain] for item in found],
    }


def _keep_node(node: NodeScore) -> Json:
    kept = {name: getattr(node, name) for name in _PLAIN}
    return kept | {"band": node.band.id if node.band else None}


def restore_numbers(
    toolkit: Toolkit,
    answers: Answers,
    setting: Setting,
    kept: Json,
    *,
    beside: tuple[Mapping[str, float | None], Before | None] = ({}, None),
) -> Outcome:
    """Give back numbers that were kept, with the texts of the definition.

    `beside` are the scores by published figures and those of the last round.
    """
    scores = score(toolkit, answers, setting)
    bands = {node.id: {band.id: band for band in node.bands} for node in scores.plan.nodes}
    nodes = {
        name: replace(
            node,
            band=bands[name].get(kept["nodes"][name]["band"]),
            **{key: kept["nodes"][name][key] for key in _PLAIN},
        )
        for name, node in scores.nodes.items()
        if name in kept["nodes"]
    }
    return Outcome(
        replace(scores, nodes=nodes),
        kept["weakest"],
        _restore_actions(toolkit, answers, setting, kept["actions"]),
        beside[0],
        is_team=True,
        before=beside[1],
    )


def _restore_actions(
    toolkit: Toolkit, answers: Answers, setting: Setting, kept: list[list[Any]]
) -> tuple[Recommendation, ...]:
    most = len(toolkit.questions)
    found = {item.question: item for item in recommendations(toolkit, answers, setting, most=most)}
    return tuple(replace(found[name], gain=gain) for name, gain in kept if name in found)


def is_same_as_now(kept: Json, scores: Scores) -> bool:
    """Tell whether this program makes the very numbers that were kept."""
    now = {name: _keep_node(node) for name, node in scores.nodes.items()}
    nodes: Json = kept["nodes"]
    return nodes == now
