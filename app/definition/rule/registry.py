"""The registry of rules: id, severity, why it matters, how to mend, and the function that looks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict, Unpack

from app.definition.finding import Finding, Severity
from app.definition.source import Place

if TYPE_CHECKING:
    from app.definition.rule.subject import Subject

Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """What a rule saw: the path of the faulty key or item, and what is wrong there.

    `mend` says what to do about this very fault; None: what the rule says in general.
    """

    path: Path
    message: str
    mend: str | None = None


Check = Callable[["Subject"], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `check` is None for what is found while reading, before there is a model.

    The examples of a rule are the sample file that bears its name. `wrong` and `right` say in words
    what no sample file can show, such as a file that is too large.
    """

    id: str
    severity: Severity
    why: str
    mend: str
    check: Check | None = None
    wrong: str = ""
    right: str = ""


_REGISTRY: Final[dict[str, Rule]] = {}
RULES: Final[Mapping[str, Rule]] = _REGISTRY
"""Every rule by its id; filled when the modules of this package are imported."""


class _Text(TypedDict, total=False):
    severity: Severity
    wrong: str
    right: str


def register(rule_id: str, *, why: str, mend: str, **text: Unpack[_Text]) -> None:
    """Enter a rule that has no function here: what reading, shaping or comparing finds.

    `severity` is error where it is not given; `wrong` and `right` are examples in words.
    """
    _enter(_make(rule_id, why, mend, text))


def rule(rule_id: str, *, why: str, mend: str, **text: Unpack[_Text]) -> Callable[[Check], Check]:
    """Enter the decorated function as the check of a rule; the rest is as for `register`."""

    def enter(check: Check) -> Check:
        _enter(replace(_make(rule_id, why, mend, text), check=check))
        return check

    return enter


def _make(rule_id: str, why: str, mend: str, text: _Text) -> Rule:
    severity = text.get("severity", "error")
    wrong, right = text.get("wrong", ""), text.get("right", "")
    return Rule(rule_id, severity, why, mend, wrong=wrong, right=right)


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
