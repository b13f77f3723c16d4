"""Rules on kinds of questions, numbers and bands."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import isfinite
from typing import Final

from app.definition.index import IndexLeaf
from app.definition.question import Question
from app.definition.rule.registry import Fault, Path, rule
from app.definition.rule.subject import Subject
from app.definition.toolkit import Band

_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "level": ("levels",),
    "number": ("unit",),
    "choice": ("options",),
    "multi": ("options",),
}
_BELONGS: Final[Mapping[str, frozenset[str]]] = {
    "levels": frozenset({"level", "number"}),
    "options": frozenset({"choice", "multi"}),
    "points": frozenset({"yesno"}),
    "scale": frozenset({"level", "number"}),
    "cap": frozenset({"choice", "multi"}),
    "out_of": frozenset({"choice", "multi"}),
    **dict.fromkeys(
        (
            "unit",
            "minimum",
            "maximum",
            "valid",
            "direction",
            "transform",
            "score_by",
            "indicator",
        ),
        frozenset({"number"}),
    ),
}
_OF_LEVELS: Final = ("from", "from_points")
_PER_CENT: Final = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_HOW_MANY: Final = re.compile(r"\bhow many\b", re.IGNORECASE)


def _needs(question: Question) -> tuple[str, ...]:
    own = _NEEDS.get(question.kind, ())
    if question.kind != "number":
        return own
    by_points = any(level.from_points is not None for level in question.levels)
    ends = ("minimum", "maximum") if question.score_by == "value" or by_points else ()
    return (*own, *ends, *(("levels",) if question.score_by == "level" else ()))


@rule(
    "kind-needs",
    why="Without it the answer can be neither given nor scored.",
    mend="Add the key: level needs levels; choice and multi need options; a number needs a unit, "
    "and minimum and maximum, or levels where it is scored by level.",
)
def find_missing_needs(subject: Subject) -> Iterator[Fault]:
    """Look for questions that lack what their kind needs."""
    for path, question in subject.questions:
        for key in _needs(question):
            if getattr(question, key) in (None, ()):
                message = f"{question.id!r} is of the kind {question.kind} and has no {key}."
                yield Fault((*path, key), message)


@rule(
    "key-of-other-kind",
    why="The kind of this question does not use the key, so it would silently do nothing.",
    mend="Remove the key, or change the kind.",
)
def find_foreign_keys(subject: Subject) -> Iterator[Fault]:
    """Look for keys that belong to another kind of question."""
    for path, question in subject.questions:
        for key in question.model_fields_set & _BELONGS.keys():
            if question.kind not in _BELONGS[key] and getattr(question, key):
                message = f"{question.id!r} is of the kind {question.kind} and has {key}."
                yield Fault((*path, key), message)
        yield from _foreign_parts(path, question)


def _foreign_parts(path: Path, question: Question) -> Iterator[Fault]:
    """Give bounds of levels that are no intervals, and options that exclude where one is chosen."""
    for place, level in enumerate(question.levels if question.kind == "level" else ()):
        for key, bound in zip(_OF_LEVELS, (level.from_, level.from_points), strict=True):
            if bound is not None:
                message = f"{question.id!r} is of the kind level; {key} belongs to a number."
                yield Fault((*path, "levels", place, key), message)
    for place, option in enumerate(question.options if question.kind == "choice" else ()):
        if option.exclusive:
            message = f"{question.id!r} is of the kind choice, where every option stands alone."
            yield Fault((*path, "options", place, "exclusive"), message)


@rule(
    "points-unreachable",
    why="A question that no answer lifts above zero measures nothing.",
    mend="Give at least one option points above zero, and write cap and out_of above zero.",
)
def find_unreachable_points(subject: Subject) -> Iterator[Fault]:
    """Look for options that give no points, and for a maximum that is not positive."""
    for path, question in subject.questions:
        for key in ("cap", "out_of"):
            most = getattr(question, key)
            if most is not None and most <= 0:
                yield Fault((*path, key), f"{key} of {question.id!r} is not above zero.")
        if question.options and all(option.points <= 0 for option in question.options):
            yield Fault((*path, "options"), f"No option of {question.id!r} has points above zero.")
        if question.points and not any(one > 0 for one in question.points.values()):
            yield Fault((*path, "points"), f"No answer to {question.id!r} has points above zero.")


@rule(
    "goalposts-order",
    why="The position between two goalposts does not exist if they are equal or swapped.",
    mend="Write minimum below maximum; where lower is better, set `direction: lower` instead.",
)
def find_swapped_goalposts(subject: Subject) -> Iterator[Fault]:
    """Look for goalposts the wrong way round, in questions and in leaves."""
    for path, low, high in _goalposts(subject):
        if low >= high:
            yield Fault((*path, "minimum"), f"minimum ({low:g}) is not below maximum ({high:g}).")
        elif not isfinite(high - low):
            yield Fault((*path, "maximum"), "The goalposts are too far apart to be computed with.")


@rule(
    "goalposts-log",
    why="A logarithm exists only above zero.",
    mend="Write a minimum above zero, or use `transform: linear` (in an index: none).",
)
def find_log_goalposts(subject: Subject) -> Iterator[Fault]:
    """Look for goalposts at or below zero under a logarithm."""
    for path, question in subject.questions:
        low = question.minimum
        if question.transform == "log10" and low is not None and low <= 0:
            yield Fault((*path, "minimum"), f"minimum ({low:g}) is not above zero.")
    for path, part, _ in subject.index_parts:
        if isinstance(part, IndexLeaf):
            yield from _leaf_below_zero(path, part)


_LEAST: Final[Mapping[str, float]] = {"log10": 0.0, "ln": 0.0, "log1p": -1.0}


def _leaf_below_zero(path: Path, leaf: IndexLeaf) -> Iterator[Fault]:
    """Give the numbers of a leaf, in raw units, that its transform does not reach."""
    least = _LEAST.get(leaf.transform.method)
    if least is None:
        return
    shift = leaf.transform.shift or 0.0
    numbers: list[tuple[Path, float | None]] = [
        (("normalise", key), getattr(leaf.normalise, key, None))
        for key in ("minimum", "maximum", "target", "point", "low", "high")
    ]
    numbers += [(("clip", 0), None if leaf.clip is None else leaf.clip[0])]
    for where, number in numbers:
        if number is not None and number + shift <= least:
            name = where[-1] if isinstance(where[-1], str) else where[0]
            message = f"{name} ({number:g}) is not above {least - shift:g}."
            yield Fault((*path, *where), message)


def _goalposts(subject: Subject) -> Iterator[tuple[Path, float, float]]:
    for path, question in subject.questions:
        if question.minimum is not None and question.maximum is not None:
            yield path, question.minimum, question.maximum
    for path, found in subject.normalisations:
        if found.minimum is not None and found.maximum is not None:
            yield path, found.minimum, found.maximum


@rule(
    "valid-order",
    why="Nothing could be typed in.",
    mend="Write `valid.from` below `valid.to`, around the goalposts that can be reached.",
)
def find_swapped_limits(subject: Subject) -> Iterator[Fault]:
    """Look for limits of input the wrong way round."""
    for path, question in subject.questions:
        valid = question.valid
        if valid is None or valid.from_ is None or valid.to is None:
            continue
        if valid.from_ >= valid.to:
            yield Fault((*path, "valid"), f"from ({valid.from_:g}) is not below to ({valid.to:g}).")


@rule(
    "how-many-percent",
    why="Asked how many, people give a count; the unit wants a share.",
    mend="Ask what share or percentage.",
)
def find_counts_in_percent(subject: Subject) -> Iterator[Fault]:
    """Look for questions that ask how many with a unit in per cent."""
    for path, question in subject.questions:
        if question.unit and _PER_CENT.search(question.unit) and _HOW_MANY.search(question.text):
            message = f"{question.id!r} asks how many, its unit is {question.unit!r}."
            yield Fault((*path, "text"), message)


@rule(
    "bands-broken",
    why="Every score from 0 to 100 must lie in exactly one band.",
    mend="Start the first band at 0 and let `from` rise from band to band, below 100.",
)
def find_broken_bands(subject: Subject) -> Iterator[Fault]:
    """Look for bands with holes or overlaps, or that do not start at 0."""
    for path, bands in _band_lists(subject):
        if bands[0].from_ != 0:
            yield Fault((*path, 0, "from"), f"The first band starts at {bands[0].from_:g}, not 0.")
        for place, (before, band) in enumerate(pairwise(bands), start=1):
            if not before.from_ < band.from_ < 100:
                message = f"Band {band.id!r} from {band.from_:g} follows one from {before.from_:g}."
                yield Fault((*path, place, "from"), message)


def _band_lists(subject: Subject) -> Iterator[tuple[Path, tuple[Band, ...]]]:
    if subject.toolkit is None:
        return
    yield ("scoring", "bands"), subject.toolkit.scoring.bands
    for place, view in enumerate(subject.toolkit.scoring.views):
        if view.bands:
            yield ("scoring", "views", place, "bands"), view.bands


@rule(
    "classes-broken",
    why="A value must fall into exactly one class.",
    mend="Give each class another lower bound.",
)
def find_broken_classes(subject: Subject) -> Iterator[Fault]:
    """Look for classes of an index that begin at the same value."""
    for path, index in subject.indices:
        seen: set[float] = set()
        for place, one in enumerate(index.classes):
            if one.from_ in seen:
                message = f"Two classes begin at {one.from_:g}."
                yield Fault((*path, "classes", place, "from"), message)
            seen.add(one.from_)


@rule(
    "coverage-range",
    why="Coverage is a share.",
    mend="Write a number from 0 to 1.",
)
def find_wrong_coverage(subject: Subject) -> Iterator[Fault]:
    """Look for a least coverage outside 0 to 1."""
    if subject.toolkit is not None:
        coverage = subject.toolkit.scoring.coverage
        for key in ("topic", "pillar", "total", "quick"):
            if not 0 <= getattr(coverage, key) <= 1:
                message = f"The least coverage {getattr(coverage, key):g} is not within 0 to 1."
                yield Fault(("scoring", "coverage", key), message)
    for path, part, _ in subject.index_parts:
        if not 0 <= part.coverage <= 1:
            message = f"The least coverage {part.coverage:g} is not within 0 to 1."
            yield Fault((*path, "coverage"), message)


@rule(
    "quick-check-gap",
    why="A quick-check shows every pillar; one without a question would stay empty.",
    mend="Mark at least one question of the pillar with `quick_check: true`.",
)
def find_quick_gaps(subject: Subject) -> Iterator[Fault]:
    """Look for pillars without a question in the quick-check, if there is one at all."""
    quick = {path[1] for path, question in subject.questions if question.quick_check}
    for path, pillar in subject.nodes:
        if quick and len(path) == 2 and path[1] not in quick:
            yield Fault(path, f"Pillar {pillar.id!r} has no question in the quick-check.")
