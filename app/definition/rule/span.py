"""Rules on numbers that must lie in a span, and on pairs of numbers that must be in order."""

from collections.abc import Iterator
from typing import Final

from app.definition.index import Index, IndexLeaf, Normalise
from app.definition.question import Question
from app.definition.rule.level import scale_of
from app.definition.rule.registry import Fault, Path, rule
from app.definition.rule.subject import Subject
from app.definition.toolkit import Scale

_MOST_WEIGHT: Final = 1e9
_MOST_DECIMALS: Final = 12
_INFINITE: Final = float("inf")

Numbers = Iterator[tuple[Path, float | None, float, float]]


@rule(
    "number-range",
    why="Outside its range the number means nothing, and a score made with it neither.",
    mend="Write a number within the range that the message names.",
)
def find_numbers_out_of_range(subject: Subject) -> Iterator[Fault]:
    """Look for numbers outside the range of their key."""
    for path, number, low, high in _numbers(subject):
        if number is not None and not low <= number <= high:
            ends = f"{low:g} or more" if high == _INFINITE else f"within {low:g} to {high:g}"
            yield Fault(path, f"{path[-1]} is {number:g}; it must be {ends}.")


def _numbers(subject: Subject) -> Numbers:
    for path, node in subject.nodes:
        yield (*path, "weight"), max(node.weight, 0.0), 0, _MOST_WEIGHT
    for path, question in subject.questions:
        yield from _of_question(path, question, scale_of(subject, question))
    if subject.toolkit is not None:
        scoring, scale = subject.toolkit.scoring, subject.toolkit.scale
        if "evidence_from_level" in scoring.model_fields_set:
            due: Path = ("scoring", "evidence_from_level")
            yield due, scoring.evidence_from_level, scale.lowest, scale.highest
    yield from _of_indices(subject)


def _of_indices(subject: Subject) -> Numbers:
    for path, part, _ in subject.index_parts:
        yield (*path, "weight"), max(part.weight, 0.0), 0, _MOST_WEIGHT
        if isinstance(part, IndexLeaf):
            yield from _of_leaf(path, part)
    for path, index in subject.indices:
        yield from _of_index(path, index)
    for path, found in subject.normalisations:
        for share in (found.bounds and found.bounds.percentile) or ():
            yield (*path, "bounds", "percentile"), share, 0, 100


def _of_question(path: Path, question: Question, scale: Scale | None) -> Numbers:
    yield (*path, "weight"), max(question.weight, 0.0), 0, _MOST_WEIGHT
    yield (*path, "hint", "impact"), question.hint.impact, 1, 3
    yield (*path, "hint", "effort"), question.hint.effort, 1, 3
    if scale is not None:
        due: Path = (*path, "evidence_from_level")
        yield due, question.evidence_from_level, scale.lowest, scale.highest
    for word, points in question.points.items():
        yield (*path, "points", word), points, 0, 100


def _of_leaf(path: Path, leaf: IndexLeaf) -> Numbers:
    yield (*path, "drop_after"), leaf.drop_after, 0, _INFINITE
    if leaf.round is not None:
        yield (*path, "round", "decimals"), leaf.round.decimals, 0, _MOST_DECIMALS
    if leaf.treat is not None:
        most: Path = (*path, "treat", "winsorise", "most")
        yield most, leaf.treat.winsorise.most, 0, _INFINITE


def _of_index(path: Path, index: Index) -> Numbers:
    yield (*path, "rank", "decimals"), index.rank.decimals, 0, _MOST_DECIMALS
    if index.uncertainty is not None:
        yield (*path, "uncertainty", "weights"), index.uncertainty.weights, 0, 1


@rule(
    "range-order",
    why="Between two ends in the wrong order, or at the same place, there is nothing.",
    mend="Write the lower end first, and the upper end above it.",
)
def find_swapped_ends(subject: Subject) -> Iterator[Fault]:
    """Look for clip, `to`, percentiles, low and high whose ends are not in order."""
    for path, part, _ in subject.index_parts:
        clip = getattr(part, "clip", None)
        if clip is not None and clip[0] >= clip[1]:
            yield _swapped((*path, "clip"), clip)
    for path, found in subject.normalisations:
        yield from _of_normalise(path, found)


def _of_normalise(path: Path, found: Normalise) -> Iterator[Fault]:
    if found.to[0] >= found.to[1]:
        yield _swapped((*path, "to"), found.to)
    percentile = None if found.bounds is None else found.bounds.percentile
    if percentile is not None and percentile[0] >= percentile[1]:
        yield _swapped((*path, "bounds", "percentile"), percentile)
    if found.low is not None and found.high is not None and found.low >= found.high:
        yield _swapped((*path, "low"), (found.low, found.high))


def _swapped(path: Path, ends: tuple[float, float]) -> Fault:
    return Fault(path, f"The end {ends[0]:g} is not below the end {ends[1]:g}.")
