"""The registry of rules: id, severity, why it matters, how to mend, and the function that looks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from app.definition.finding import Finding, Severity
from app.definition.source import Place

if TYPE_CHECKING:
    from app.definition.rule.subject import Subject

Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """What a rule saw: the path of the faulty key or item, and what is wrong there."""

    path: Path
    message: str


Check = Callable[["Subject"], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `check` is None for what is found while reading, before there is a model."""

    id: str
    severity: Severity
    why: str
    mend: str
    check: Check | None = None


_REGISTRY: Final[dict[str, Rule]] = {}
RULES: Final[Mapping[str, Rule]] = _REGISTRY
"""Every rule by its id; filled when the modules of this package are imported."""


def register(rule_id: str, *, why: str, mend: str) -> None:
    """Enter a rule that reading itself holds."""
    _enter(Rule(rule_id, "error", why, mend))


def rule(rule_id: str, *, why: str, mend: str) -> Callable[[Check], Check]:
    """Enter the decorated function as the check of a rule."""

    def enter(check: Check) -> Check:
        _enter(Rule(rule_id, "error", why, mend, check))
        return check

    return enter


def _enter(entry: Rule) -> None:
    if entry.id in _REGISTRY:
        raise ValueError(f"rule {entry.id} is there twice")
    _REGISTRY[entry.id] = entry


def checks() -> Iterator[tuple[Rule, Check]]:
    """Give every rule that looks at a model, with its function."""
    for entry in _REGISTRY.values():
        if entry.check is not None:
            yield entry, entry.check


def find(rule_id: str, place: Place, message: str, *, mend: str | None = None) -> Finding:
    """Make the finding of a rule at a place."""
    entry = RULES[rule_id]
    return Finding(
        rule=rule_id,
        severity=entry.severity,
        file=place.file,
        line=place.line,
        column=place.column,
        message=message,
        mend=entry.mend if mend is None else mend,
    )
