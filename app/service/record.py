"""The record of a move as plain values, to be kept in the database and read back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.response import Answer, Message
from app.response.carrying import CarryLine
from app.service.answering import describe_answer, read_value
from app.store.base import AnyRow

Kept = dict[str, Any]


def describe_kept(row: AnyRow) -> Kept:
    """Write a stored answer whole, with the moment it was saved."""
    values = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it
    for owner in ("check_id", "assessment_id"):
        values.pop(owner, None)
    return values | {"saved_at": row.saved_at.isoformat()}


def restore_kept(kept: Mapping[str, Any], *, check_id: str, version: int) -> dict[str, object]:
    """Give the row that brings an answer back under a new version."""
    saved_at = datetime.fromisoformat(kept["saved_at"])
    return {**kept, "check_id": check_id, "version": version, "saved_at": saved_at}


def read_kept(kept: Mapping[str, Any]) -> Answer:
    """Read an answer that was kept."""
    names = ("question", "state", "reason", "note", "link", "origin", "version")
    return Answer(value=read_value(kept["value"]), **{name: kept[name] for name in names})


def describe_line(line: CarryLine, *, now: datetime) -> Kept:
    """Write what became of an answer."""
    return {
        "before": _describe(line.before, now),
        "after": None if line.after is None else _describe(line.after, now),
        "became": line.became,
        "code": line.code,
        "text": line.reason.text,
        "params": dict(line.reason.params),
        "lost": list(line.lost),
    }


def read_line(kept: Mapping[str, Any]) -> CarryLine:
    """Read it back."""
    return CarryLine(
        before=read_kept(kept["before"]),
        became=kept["became"],
        after=None if kept["after"] is None else read_kept(kept["after"]),
        code=kept["code"],
        reason=Message(kept["text"], kept["params"]),
        lost=tuple(kept["lost"]),
    )


def _describe(answer: Answer, now: datetime) -> Kept:
    row = describe_answer("", answer, version=answer.version, now=now)
    return {name: value for name, value in row.items() if name not in {"check_id", "saved_at"}}
