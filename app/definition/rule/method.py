"""Rules on how nodes are computed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.definition.index import IndexNode, Normalise
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
        needs_floor = node_rule.method in {"geometric", "harmonic"}
        if needs_floor and (node_rule.floor is None or node_rule.floor <= 0):
            yield Fault(path, f"The method {node_rule.method} has no floor above zero.")


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


@rule(
    "normalise-needs",
    why="Without it the leaf cannot be normalised.",
    mend="Add or correct what the message names.",
)
def find_unusable_normalisations(subject: Subject) -> Iterator[Fault]:
    """Look for normalisations that lack what they need."""
    for path, part, _ in subject.index_parts:
        for key in ("normalise", "after"):
            found = getattr(part, key, None)
            if found is not None:
                yield from _normalise_faults((*path, key), found)


def _normalise_faults(path: Path, found: Normalise) -> Iterator[Fault]:
    needs = _NEEDS.get(found.method, ())
    if found.method == "goalposts" and found.bounds is None:
        needs = ("minimum", "maximum")
    for key in needs:
        if getattr(found, key) is None:
            yield Fault((*path, key), f"The method {found.method} has no {key}.")
    if found.to[0] >= found.to[1]:
        yield Fault((*path, "to"), "The lower end of `to` is not below the upper one.")


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
