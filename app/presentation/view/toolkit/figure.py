"""A composite index for reading: its tree, one line for every node and figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.index import IndexLeaf, IndexNode, Normalise
from app.definition.node import NodeRule
from app.presentation.language import N_, Phrase
from app.presentation.number import show_percent
from app.presentation.view.toolkit.rule import say_rule
from app.presentation.view.toolkit.sentence import Sentences
from app.presentation.view.toolkit.source import BasisView, build_basis
from app.reference import Reference

_ROLES: Final[Mapping[str, str]] = {
    "by-data": N_("It places a country by published figures alone, before anything is asked."),
    "headline": N_("It is this toolkit’s headline number."),
    "other": N_("It is computed beside the score of the questions."),
}
_NORMALISATIONS: Final[Mapping[str, str]] = {
    "minmax": N_("Placed between the least and the greatest value of all."),
    "goalposts": N_("Placed between two goalposts."),
    "zscore": N_("Placed by its distance from the average, in standard deviations."),
    "rank": N_("Placed by its rank."),
    "percentile-rank": N_("Placed by its rank, as a share."),
    "borda": N_("Placed by the number of units it is ahead of."),
    "distance-to-best": N_("Placed by its distance from the best value."),
    "distance-to-unit": N_("Placed by its distance from one unit’s value."),
    "distance-to-target": N_("Placed by its distance from a target."),
    "distance-to-point": N_("Placed by its distance from a point."),
    "share-of-max": N_("Placed as a share of the greatest value."),
    "scaled": N_("Scaled by fixed numbers."),
    "none": N_("Taken as it is."),
}
_UNMAPPED: Final = frozenset({"rank", "borda", "zscore", "scaled", "none"})
"""Methods whose values are not mapped to a scale."""


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A node or figure of an index; `depth` counts from 0 for the whole.

    `indicator` is the id under which its figures can be read here, empty where there are none.
    """

    id: str
    depth: int
    title: Phrase
    weight: str
    share: str
    unit: Phrase
    words: tuple[str, ...]
    indicator: str
    basis: BasisView | None
    note: Phrase
    is_node: bool


@dataclass(frozen=True, slots=True)
class IndexView:
    """An index: what it is for, and its tree, parents first."""

    id: str
    title: Phrase
    role: str
    note: Phrase
    lines: tuple[IndexLine, ...]


def list_indices(sentences: Sentences, reference: Reference) -> tuple[IndexView, ...]:
    """List the indices of a toolkit; what a figure does not say the reference data tell."""
    return tuple(
        IndexView(
            index.id,
            sentences.wording.phrase(index.title),
            sentences.gettext(_ROLES[index.role]),
            sentences.wording.phrase(index.note),
            tuple(_walk(sentences, reference, index.tree, (0, 1.0))),
        )
        for index in sentences.wording.toolkit.indices
    )


def _walk(
    sentences: Sentences,
    reference: Reference,
    part: IndexNode | IndexLeaf,
    place: tuple[int, float],
) -> Iterator[IndexLine]:
    """Give a part and all below it; `place` is its depth and its share of the whole."""
    depth, share = place
    if isinstance(part, IndexLeaf):
        yield _build_leaf(sentences, reference, part, place)
        return
    yield _build_node(sentences, part, place)
    total = sum(child.weight for child in part.of)
    for child in part.of:
        own = share * child.weight / total if total > 0 else 0.0
        yield from _walk(sentences, reference, child, (depth + 1, own))


def _build_node(sentences: Sentences, node: IndexNode, place: tuple[int, float]) -> IndexLine:
    empty = sentences.wording.phrase("")
    title = sentences.wording.phrase(node.title) if node.title else _name_whole(sentences, node)
    return IndexLine(
        id=node.id,
        depth=place[0],
        title=title,
        weight=sentences.number(node.weight),
        share=show_percent(place[1], sentences.translator, decimals=1),
        unit=empty,
        words=(*_say_method(sentences, node), *_say_coverage(sentences, node)),
        indicator="",
        basis=None,
        note=sentences.wording.phrase(node.note),
        is_node=True,
    )


def _name_whole(sentences: Sentences, node: IndexNode) -> Phrase:
    roots = {index.tree.id: index.title for index in sentences.wording.toolkit.indices}
    title = roots.get(node.id)
    return sentences.wording.phrase(title) if title else Phrase(node.id)


def _say_method(sentences: Sentences, node: IndexNode) -> tuple[str, ...]:
    rule = NodeRule(
        method=node.method,
        p=node.p,
        floor=node.floor,
        cap=node.cap,
        out_of=node.out_of,
        round=node.round,
        stages=node.stages,
        deduct=node.deduct,
    )
    return say_rule(sentences, rule)


def _say_coverage(sentences: Sentences, node: IndexNode) -> Iterator[str]:
    if node.coverage > 0:
        share = show_percent(node.coverage, sentences.translator)
        yield sentences.gettext("It is shown where at least %(share)s of it is known.", share=share)


def _build_leaf(
    sentences: Sentences, reference: Reference, leaf: IndexLeaf, place: tuple[int, float]
) -> IndexLine:
    known = reference.indicators.get(leaf.id)
    return IndexLine(
        id=leaf.id,
        depth=place[0],
        title=sentences.wording.leaf_title(leaf, known),
        weight=sentences.number(leaf.weight),
        share=show_percent(place[1], sentences.translator, decimals=1),
        unit=sentences.wording.leaf_unit(leaf, known),
        words=tuple(_say_leaf(sentences, leaf)),
        indicator=leaf.id if known is not None else "",
        basis=build_basis(sentences.wording, leaf.basis),
        note=sentences.wording.phrase(leaf.note),
        is_node=False,
    )


def _say_leaf(sentences: Sentences, leaf: IndexLeaf) -> Iterator[str]:
    if leaf.pillar:
        yield sentences.gettext(
            "The score of %(node)s from the answers.", node=sentences.node(leaf.pillar)
        )
    if leaf.direction == "lower":
        yield sentences.gettext("Lower is better.")
    if leaf.normalise is not None:
        yield _say_normalise(sentences, leaf.normalise, is_lower=leaf.direction == "lower")
    if leaf.transform.method != "none":
        yield sentences.gettext(
            "Its values are transformed first (%(name)s).", name=leaf.transform.method
        )


def _say_normalise(sentences: Sentences, rule: Normalise, *, is_lower: bool) -> str:
    low, high = (sentences.number(end) for end in rule.to)
    if rule.method == "goalposts" and rule.minimum is not None and rule.maximum is not None:
        ends = (rule.maximum, rule.minimum) if is_lower else (rule.minimum, rule.maximum)
        worst, best = (sentences.number(end) for end in ends)
        return sentences.gettext(
            "%(worst)s is %(low)s, %(best)s is %(high)s; between them in proportion.",
            worst=worst,
            best=best,
            low=low,
            high=high,
        )
    if rule.method in _UNMAPPED:
        return sentences.gettext(_NORMALISATIONS[rule.method])
    words = sentences.gettext(_NORMALISATIONS.get(rule.method, _NORMALISATIONS["none"]))
    return sentences.gettext(
        "%(placed)s On a scale from %(low)s to %(high)s.", placed=words, low=low, high=high
    )
