"""How much of the whole each part weighs, before anything is answered."""

from collections.abc import Mapping

from app.definition.question import Question
from app.definition.toolkit import TOTAL, Pillar, Toolkit, Topic
from app.response import measure_of


def share_weights(toolkit: Toolkit) -> Mapping[str, float]:
    """Give each pillar, topic and question its share of the whole, 0 to 1.

    A node's share is divided among the parts below it by their weights. What has no points has no
    share. Conditions, scopes and answers that do not apply move shares later; methods other than a
    mean do not add up by them.
    """
    shares: dict[str, float] = {}
    _divide(toolkit, toolkit.pillars, 1.0, shares)
    return {TOTAL: 1.0, **shares}


def _divide(
    toolkit: Toolkit,
    nodes: tuple[Pillar | Topic | Question, ...],
    share: float,
    shares: dict[str, float],
) -> None:
    counting = {node.id: node.weight for node in nodes if _counts(toolkit, node)}
    whole = sum(counting.values())
    for node in nodes:
        own = share * counting.get(node.id, 0.0) / whole if whole > 0 else 0.0
        shares[node.id] = own
        if not isinstance(node, Question):
            _divide(toolkit, node.children, own, shares)


def _counts(toolkit: Toolkit, node: Pillar | Topic | Question) -> bool:
    if isinstance(node, Question):
        return measure_of(node, toolkit) is not None
    return any(_counts(toolkit, child) for child in node.children)
