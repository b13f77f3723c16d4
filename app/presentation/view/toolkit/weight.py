"""What each part of a toolkit weighs in the whole, where everything applies."""

from collections.abc import Mapping
from functools import lru_cache

from app.definition.question import Question
from app.definition.toolkit import TOTAL, Pillar, Toolkit, Topic

_UNSCORED = frozenset({"text", "date"})


@lru_cache(maxsize=16)
def effective_weights(toolkit: Toolkit) -> Mapping[str, float]:
    """Give the share of the whole, 0..1, of every pillar, topic and question that has points.

    The share is the product of w/sum(w) from the whole down, over the parts that have points, as
    if every question applied. Parts without points are left out.
    """
    shares = {TOTAL: 1.0}
    todo: list[tuple[str, tuple[Pillar | Topic | Question, ...]]] = [(TOTAL, toolkit.pillars)]
    while todo:
        parent, children = todo.pop()
        counting = [child for child in children if _has_points(child)]
        total = sum(child.weight for child in counting)
        for child in counting:
            shares[child.id] = shares[parent] * child.weight / total if total > 0 else 0.0
            if not isinstance(child, Question):
                todo.append((child.id, child.children))
    return shares


def _has_points(node: Pillar | Topic | Question) -> bool:
    if isinstance(node, Question):
        return node.kind not in _UNSCORED
    return any(_has_points(child) for child in node.children)
