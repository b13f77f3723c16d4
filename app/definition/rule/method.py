"""Rules on how nodes are computed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.definition.index import Bounds, IndexNode
from app.definition.node import NodeRule
from app.definition.rule.registry import Fault, Path, rule
from app.definition.rule.subject import Subject

_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "distance-to-unit": ("unit",),
    "distance-to-target": ("target",),
    "distance-to-point": ("point",),
    "scaled": ("low", "high"),
}


@rule(
    "floor-missing",
    why="One zero would pull a geometric or harmonic mean to zero, or leave none at all.",
    mend="Write a `floor` above zero: the value that every smaller one counts as.",
)
def find_missing_floors(subject: Subject) -> Iterator[Fault]:
    """Look for geometric and harmonic means of a toolkit without a floor above zero."""
    for path, node_rule in subject.rules:
        has_power = node_rule.method == "power" and node_rule.p is not None and node_rule.p < 0
        needs_floor = has_power or node_rule.method in {"geometric", "harmonic"}
        if needs_floor and (node_rule.floor is None or node_rule.floor <= 0):
            yield Fault(path, f"The method {node_rule.method} has no floor above zero.")


@rule(
    "method-of-index",
    why="copeland compares many units with each other; a questionnaire scores one alone.",
    mend="Use another method here; copeland belongs to an index.",
)
def find_methods_of_an_index(subject: Subject) -> Iterator[Fault]:
    """Look for a method in a questionnaire that only an index can have."""
    for path, node_rule in subject.rules:
        if node_rule.method == "copeland":
            yield Fault((*path, "method"), "The method copeland cannot score a questionnaire.")


_OF_METHOD: Final[Mapping[str, str]] = {"p": "power", "stages": "stage"}
_OF_NORMALISATION: Final[Mapping[str, frozenset[str]]] = {
    "unit": frozenset({"distance-to-unit"}),
    "target": frozenset({"distance-to-target"}),
    "point": frozenset({"distance-to-point"}),
    "sides": frozenset({"distance-to-point"}),
    "low": frozenset({"scaled"}),
    "high": frozenset({"scaled"}),
    "factor": frozenset({"scaled"}),
    "mean": frozenset({"zscore"}),
    "sd": frozenset({"zscore"}),
    "population": frozenset({"zscore"}),
}


@rule(
    "key-of-other-method",
    why="The method does not use the key, so it would silently do nothing.",
    mend="Remove the key, or name the method that uses it.",
)
def find_foreign_method_keys(subject: Subject) -> Iterator[Fault]:
    """Look for keys that belong to another method or normalisation."""
    nodes: list[tuple[Path, NodeRule | IndexNode]] = [*subject.rules]
    nodes += ((path, part) for path, part, _ in subject.index_parts if isinstance(part, IndexNode))
    for path, node in nodes:
        for key, method in _OF_METHOD.items():
            if getattr(node, key) and node.method != method:
                message = f"{key} belongs to the method {method}, not to {node.method}."
                yield Fault((*path, key), message)
    for path, found in subject.normalisations:
        for key in found.model_fields_set & _OF_NORMALISATION.keys():
            if getattr(found, key) is not None and found.method not in _OF_NORMALISATION[key]:
                yield Fault((*path, key), f"The method {found.method} does not use {key}.")


# No other method takes the place of these where a method is drawn, and these take none.
_KEPT: Final = frozenset({"sum", "stage", "floor-mean"})
_STEP_FAULTS: Final[tuple[tuple[str, Callable[[NodeRule | IndexNode], bool], str], ...]] = (
    ("p", lambda one: one.method == "power" and not one.p, "power has no exponent p"),
    ("stages", lambda one: one.method == "stage" and not one.stages, "stage has no stages"),
    (
        "stages",
        lambda one: [each.stage for each in one.stages] != [*range(1, len(one.stages) + 1)],
        "the stages are not numbered 1, 2, 3 and so on",
    ),
    (
        "deduct",
        lambda one: one.deduct is not None and not 0 <= one.deduct.share <= 1,
        "the share to deduct is not within 0 to 1",
    ),
    (
        "floor",
        lambda one: isinstance(one, NodeRule) and one.floor is not None and one.floor > 100,
        "the floor is above 100, so that every value would count as it",
    ),
    ("out_of", lambda one: one.out_of is not None and one.out_of <= 0, "out_of is not above zero"),
    ("cap", lambda one: one.cap is not None and one.cap <= 0, "cap is not above zero"),
    (
        "round",
        lambda one: one.round is not None and not 0 <= one.round.decimals <= 12,
        "decimals are not within 0 to 12",
    ),
)


@rule(
    "method-needs",
    why="Without it the node cannot be computed.",
    mend="Add or correct what the message names.",
)
def find_unusable_methods(subject: Subject) -> Iterator[Fault]:
    """Look for methods that lack what they need."""
    nodes: list[tuple[Path, NodeRule | IndexNode]] = [*subject.rules]
    nodes += ((path, part) for path, part, _ in subject.index_parts if isinstance(part, IndexNode))
    for path, node in nodes:
        for key, is_wrong, message in _STEP_FAULTS:
            if is_wrong(node):
                yield Fault((*path, key), f"Here {message}.")
    yield from _drawn_methods(subject)


def _drawn_methods(subject: Subject) -> Iterator[Fault]:
    """Give methods that uncertainty could not put in the place of a mean."""
    for path, index in subject.indices:
        drawn = () if index.uncertainty is None else index.uncertainty.method
        means = [node for node in index.nodes if node.method not in _KEPT]
        lacks_p = [node.id for node in means if not node.p]
        for place, method in enumerate(drawn):
            where: Path = (*path, "uncertainty", "method", place)
            if method in _KEPT:
                message = f"The method {method} cannot take the place of a mean."
                yield Fault(where, message, "Name means, median, min, max or copeland.")
            elif method == "power" and lacks_p:
                yield Fault(where, f"The node {lacks_p[0]!r} has no exponent p for power.")


@rule(
    "normalise-needs",
    why="Without it the leaf cannot be normalised.",
    mend="Add or correct what the message names.",
)
def find_unusable_normalisations(subject: Subject) -> Iterator[Fault]:
    """Look for normalisations that lack what they need."""
    for path, found in subject.normalisations:
        needs = _NEEDS.get(found.method, ())
        is_fixed = found.bounds is not None and found.bounds.source == "fixed"
        if is_fixed or (found.method == "goalposts" and found.bounds is None):
            needs = (*needs, "minimum", "maximum")
        for key in needs:
            if getattr(found, key) is None:
                yield Fault((*path, key), f"The method {found.method} has no {key}.")
        if found.bounds is not None and len(_written(found.bounds)) != 1:
            message = "Bounds are data, fixed, a pair of percentiles or a reference: one of these."
            yield Fault((*path, "bounds"), message)
        if found.sd is not None and found.sd <= 0:
            yield Fault((*path, "sd"), "sd is not above zero.")
        if found.factor == 0:
            yield Fault((*path, "factor"), "factor is zero.")
    yield from _drawn_normalisations(subject)


def _drawn_normalisations(subject: Subject) -> Iterator[Fault]:
    """Give normalisations of uncertainty for which a leaf does not write what they need."""
    for path, index in subject.indices:
        drawn = () if index.uncertainty is None else index.uncertainty.normalise
        leaves = [leaf for leaf in index.leaves if leaf.pillar is None]
        for place, method in enumerate(drawn):
            for key in _NEEDS.get(method, ()):
                lacking = [one.id for one in leaves if getattr(one.normalise, key, None) is None]
                if lacking:
                    where: Path = (*path, "uncertainty", "normalise", place)
                    yield Fault(where, f"The leaf {lacking[0]!r} has no {key} for {method}.")


def _written(bounds: Bounds) -> list[str]:
    return [
        key for key in ("source", "percentile", "reference") if getattr(bounds, key) is not None
    ]


@rule(
    "gate-cap",
    why="A cap outside the range of scores does nothing, or wipes out every score.",
    mend="Write a cap from 0 to below 100.",
)
def find_wrong_caps(subject: Subject) -> Iterator[Fault]:
    """Look for gates whose cap is outside 0 to 100."""
    gates = () if subject.toolkit is None else subject.toolkit.scoring.gates
    for place, gate in enumerate(gates):
        if not 0 <= gate.cap < 100:
            message = f"The cap {gate.cap:g} is not within 0 to 100."
            yield Fault(("scoring", "gates", place, "cap"), message)
