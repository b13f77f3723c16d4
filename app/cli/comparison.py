"""Two versions of a toolkit beside each other, written as text, Markdown or JSON."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from app.definition.difference import Difference, KeyChange, QuestionChange
from app.definition.finding import Finding
from app.definition.rule.version import step_between
from app.definition.toolkit import Toolkit
from app.response import Answer, write_value
from app.response.carrying import Carried, CarryLine
from app.scoring import Change

STATUSES: Final = ("same", "reworded", "rescored", "moved", "added", "removed")
CARRIES: Final[Mapping[str, str]] = {
    "yes": "old answers stand",
    "confirm": "old answers stand once they are confirmed",
    "no": "old answers do not stand",
}
_NODES: Final = ("total", "answers", "rules", "not_comparable")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit's answers carried over, and what its score does."""

    name: str
    carried: Carried
    change: Change


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is known of two versions."""

    old: Toolkit
    new: Toolkit
    difference: Difference
    findings: tuple[Finding, ...]
    units: tuple[Unit, ...] = ()

    @property
    def changed(self) -> tuple[QuestionChange, ...]:
        """The questions that are not the same."""
        return tuple(one for one in self.difference.questions if one.status != "same")


# --- Text ---------------------------------------------------------------------------------------


def write_text(comparison: Comparison) -> str:
    """Write for a terminal."""
    return "".join(f"{line}\n" for line in _text_lines(comparison))


def _text_lines(comparison: Comparison) -> Iterator[str]:
    yield _title(comparison)
    yield from _verdict(comparison)
    for change in comparison.changed:
        yield ""
        yield f"{change.status.upper()} {_name(change)} ({_consequence(change)})"
        yield f"    {_text_of(change)}"
        yield from _key_lines(change.changes, "    ")
    if comparison.difference.parts:
        yield ""
        yield "BESIDE THE QUESTIONS"
        yield from _key_lines(comparison.difference.parts, "  ")
    for unit in comparison.units:
        yield ""
        yield from _unit_lines(unit)


def _title(comparison: Comparison) -> str:
    old, new = comparison.old, comparison.new
    ids = old.id if old.id == new.id else f"{old.id} and {new.id}"
    return f"{ids}: {old.version} -> {new.version}"


def _verdict(comparison: Comparison) -> Iterator[str]:
    difference = comparison.difference
    if difference.is_same:
        yield "Both are the same."
        return
    counts = Counter(change.status for change in difference.questions)
    told = [f"{counts[status]} {status}" for status in STATUSES if counts[status]]
    yield f"Questions: {', '.join(told)}."
    taken = step_between(comparison.old, comparison.new)
    step = f"a {taken} step" if taken else "no step up"
    yield f"What changed asks for a {difference.needs} step; the version takes {step}."


def _name(change: QuestionChange) -> str:
    if change.old is not None and change.new is not None and change.old.id != change.new.id:
        return f"{change.old.id} -> {change.new.id}"
    return change.id


def _consequence(change: QuestionChange) -> str:
    if change.old is None:
        return "no old answers"
    if change.reuses_id:
        return "another question bears its id now"
    limit = ", where they can still be given" if change.offers_less else ""
    return CARRIES[change.carries] + (limit if change.carries != "no" else "")


def _text_of(change: QuestionChange) -> str:
    question = change.new or change.old
    return "" if question is None else " ".join(question.text.split())


def _key_lines(changes: tuple[KeyChange, ...], indent: str) -> Iterator[str]:
    for key in changes:
        yield f"{indent}{key.path}" + (" (can change scores)" if key.scores else "")
        if key.before is not None:
            yield f"{indent}  - {_one_line(key.before)}"
        if key.after is not None:
            yield f"{indent}  + {_one_line(key.after)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _unit_lines(unit: Unit) -> Iterator[str]:
    counts = Counter(line.became for line in unit.carried.record)
    yield (
        f"UNIT {unit.name}: answers that stand {counts['carried']}, to be confirmed "
        f"{counts['confirm']}, dropped {counts['dropped']}"
    )
    yield f"  {_say_change(unit.change)}"
    for line in unit.carried.record:
        if line.became != "carried":
            yield f"  {line.became} {line.before.question}: {line.reason}{_say_lost(line)}"


def _say_change(change: Change) -> str:
    shown = change.shown(1)
    if shown is None:
        return f"total: {_number(change.before)} -> {_number(change.after)}"
    return (
        f"total: {_number(change.before)} -> {_number(change.after)} ({shown.total:+}): "
        f"answers {shown.answers:+}, rules {shown.rules:+}, not comparable "
        f"{shown.not_comparable:+}"
    )


def _number(score: float | None) -> str:
    return "no value" if score is None else f"{score:.1f}"


def _say_lost(line: CarryLine) -> str:
    return f" ({', '.join(line.lost)})" if line.lost else ""


# --- Markdown -----------------------------------------------------------------------------------

_MARKS: Final = re.compile(r"([\\`*_\[\]<>|#])")


def write_markdown(comparison: Comparison) -> str:
    """Write for a page on which a change is discussed."""
    return "".join(f"{line}\n" for line in _markdown_lines(comparison))


def _markdown_lines(comparison: Comparison) -> Iterator[str]:
    yield f"# {_plain(_title(comparison))}"
    yield ""
    yield " ".join(_verdict(comparison))
    for status in STATUSES[1:]:
        changes = [change for change in comparison.changed if change.status == status]
        if changes:
            yield from ("", f"## {status.capitalize()}", "")
        for change in changes:
            text = _plain(_text_of(change))
            yield f"- **{_plain(_name(change))}** ({_consequence(change)}): {text}"
            yield from _markdown_keys(change.changes, "  ")
    if comparison.difference.parts:
        yield from ("", "## Beside the questions", "")
        yield from _markdown_keys(comparison.difference.parts, "")
    for unit in comparison.units:
        first, *more = _unit_lines(unit)
        yield from ("", f"## {_plain(first.removeprefix('UNIT '))}", "")
        yield from (f"- {_plain(line.strip())}" for line in more)


def _markdown_keys(changes: tuple[KeyChange, ...], indent: str) -> Iterator[str]:
    for key in changes:
        scored = " (can change scores)" if key.scores else ""
        yield f"{indent}- {_plain(key.path)}{scored}: {_quote(key.before)} → {_quote(key.after)}"


def _quote(text: str | None) -> str:
    return "nothing" if text is None else f"“{_plain(_one_line(text))}”"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


# --- JSON ---------------------------------------------------------------------------------------


def write_json(comparison: Comparison) -> str:
    """Write for programs."""
    difference = comparison.difference
    content = {
        "old": _describe(comparison.old),
        "new": _describe(comparison.new),
        "same": difference.is_same,
        "needs": difference.needs,
        "step": step_between(comparison.old, comparison.new),
        "questions": [_describe_question(change) for change in difference.questions],
        "parts": [_describe_key(key) for key in difference.parts],
        "findings": [asdict(finding) for finding in comparison.findings],
        "units": [_describe_unit(unit) for unit in comparison.units],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _describe(toolkit: Toolkit) -> dict[str, str]:
    return {
        "id": toolkit.id,
        "version": toolkit.version,
        "status": toolkit.status,
        "content_hash": toolkit.content_hash,
    }


def _describe_question(change: QuestionChange) -> dict[str, object]:
    return {
        "old_id": None if change.old is None else change.old.id,
        "new_id": None if change.new is None else change.new.id,
        "status": change.status,
        "carries": change.carries,
        "offers_less": change.offers_less,
        "reuses_id": change.reuses_id,
        "changes": [_describe_key(key) for key in change.changes],
    }


def _describe_key(key: KeyChange) -> dict[str, object]:
    return asdict(key) | {"scores": key.scores}


def _describe_unit(unit: Unit) -> dict[str, object]:
    return {
        "unit": unit.name,
        "record": write_record(unit),
        "change": _describe_change(unit.change),
        "pillars": {name: _describe_change(one) for name, one in unit.change.pillars.items()},
    }


def _describe_change(change: Change) -> dict[str, float | None]:
    parts = {name: getattr(change, name) for name in _NODES}
    told = {name: None if part is None else float(part) for name, part in parts.items()}
    return {"before": change.before, "after": change.after} | told


def write_record(unit: Unit) -> list[dict[str, object]]:
    """Say what became of every answer of a unit, as plain values."""
    return [
        {
            "question": line.before.question,
            "became": line.became,
            "code": line.code,
            "reason": str(line.reason),
            "lost": list(line.lost),
            "before": _describe_answer(line.before),
            "after": None if line.after is None else _describe_answer(line.after),
        }
        for line in unit.carried.record
    ]


def _describe_answer(answer: Answer) -> dict[str, object]:
    told = asdict(answer) | {"value": write_value(answer.value)}
    return {name: value for name, value in told.items() if value not in ("", 0)}


WRITERS: Final[Mapping[str, Callable[[Comparison], str]]] = {
    "text": write_text,
    "json": write_json,
    "markdown": write_markdown,
}
