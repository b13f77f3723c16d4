"""Other ways to make an index: another normalisation, method or imputation for all of it."""

from typing import Final, Literal, NamedTuple, TypeAlias

from app.definition.index import Bounds, Impute, Index, IndexLeaf, IndexNode, Normalise, Uncertainty


class Choice(NamedTuple):
    """One entry of one list of what varies."""

    what: Literal["normalise", "method", "impute"]
    name: str


Lists: TypeAlias = tuple[tuple[Choice, ...], ...]
_MEANS: Final = frozenset({"mean", "geometric", "harmonic", "power", "median", "min", "max"})


def choices_of(rule: Uncertainty) -> Lists:
    """Give the lists that vary, in the order of the format."""
    lists = (
        tuple(Choice("normalise", name) for name in rule.normalise),
        tuple(Choice("method", name) for name in rule.method),
        tuple(Choice("impute", name) for name in rule.impute),
    )
    return tuple(choices for choices in lists if choices)


def vary_index(index: Index, choices: tuple[Choice, ...]) -> tuple[Index, str | None]:
    """Give an index with other normalisations and imputations, and the method all nodes take.

    A leaf keeps the parameters it has written. Leaves of the questionnaire stay as they are.
    """
    chosen: dict[str, str] = {choice.what: choice.name for choice in choices}
    method = chosen.get("method")
    if not chosen.keys() - {"method"}:
        return index, method
    tree = _vary_node(index.tree, chosen)
    return index.model_copy(update={"tree": tree}), method


def method_for(own: str, other: str | None) -> str:
    """Give the method a node takes: means give way to another, sums and stages don't."""
    return other if other is not None and own in _MEANS else own


def _vary_node(node: IndexNode, chosen: dict[str, str]) -> IndexNode:
    children = tuple(
        _vary_node(child, chosen) if isinstance(child, IndexNode) else _vary_leaf(child, chosen)
        for child in node.of
    )
    return node.model_copy(update={"of": children})


def _vary_leaf(leaf: IndexLeaf, chosen: dict[str, str]) -> IndexLeaf:
    if leaf.pillar is not None:
        return leaf
    changes: dict[str, object] = {}
    if "normalise" in chosen:
        rule = leaf.normalise or Normalise(method="none")
        if rule.method != chosen["normalise"]:
            # Goalposts stay for who reads them; other methods go by the data.
            other = {"method": chosen["normalise"], "bounds": Bounds(source="data")}
            changes["normalise"] = rule.model_copy(update=other)
    if "impute" in chosen:
        name = chosen["impute"]
        group = leaf.impute.group if leaf.impute is not None else None
        filled = None if name == "none" else Impute.model_validate({"method": name, "group": group})
        changes["impute"] = filled
    return leaf.model_copy(update=changes)
