"""Answers on their way to and from the database, and which changes may be written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.definition.toolkit import Toolkit
from app.response import Answer
from app.service.check_state import Change, Conflict, Submission
from app.service.error import NotAChoice
from app.store.base import AnyRow


def write_value(value: object) -> object:
    """Turn an answer's value into one that JSON has; a day becomes `{"day": "2026-11-22"}`."""
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def read_value(value: Any) -> Any:  # noqa: ANN401  # JSON may hold anything
    """Turn it back."""
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    return tuple(value) if isinstance(value, list) else value


def describe_answer(
    check_id: str, answer: Answer, *, version: int, now: datetime
) -> dict[str, object]:
    """Return the row that keeps an answer of a check."""
    return {"check_id": check_id, "version": version, "saved_at": now} | describe_content(answer)


def describe_content(answer: Answer) -> dict[str, object]:
    """Return what a row keeps of what was answered."""
    return {
        "question": answer.question,
        "state": answer.state,
        "value": write_value(answer.value),
        "reason": answer.reason,
        "note": answer.note,
        "link": answer.link,
        "origin": answer.origin,
    }


def restore_answer(row: AnyRow) -> Answer:
    """Return the answer a row keeps."""
    return Answer(
        question=row.question,
        state=row.state,
        value=read_value(row.value),
        reason=row.reason,
        note=row.note,
        link=row.link,
        origin=row.origin,
        version=row.version,
    )


def is_same(first: Answer, second: Answer) -> bool:
    """Tell whether two answers say the same, whatever their versions."""
    return replace(first, version=0) == replace(second, version=0)


def is_seen(change: Change, stored: Answer) -> bool:
    """Tell whether a change was made by somebody who saw what is stored."""
    return change.base_version == stored.version


@dataclass(frozen=True, slots=True)
class Sorted:
    """Changes by what becomes of them; `written` have their new versions."""

    written: tuple[Answer, ...]
    kept: tuple[Answer, ...]
    conflicts: tuple[Conflict, ...]


def sort_changes(changes: Iterable[Change], stored: Mapping[str, Answer]) -> Sorted:
    """Tell which changes are to be written, say what is stored already, or meet another's.

    Where nothing is stored a change is written whatever version it was based on: the check it
    came from is gone, and what was typed must not go with it.
    """
    written: list[Answer] = []
    kept: list[Answer] = []
    conflicts: list[Conflict] = []
    for change in changes:
        mine, theirs = change.answer, stored.get(change.answer.question)
        if theirs is None and mine.state == "blank":
            continue
        if theirs is None:
            written.append(replace(mine, version=1))
        elif is_same(mine, theirs) and not (change.confirms and is_seen(change, theirs)):
            kept.append(theirs)
        elif is_seen(change, theirs):
            written.append(replace(mine, version=theirs.version + 1))
        else:
            conflicts.append(Conflict(mine.question, mine, theirs))
    return Sorted(tuple(written), tuple(kept), tuple(conflicts))


def check_choices(toolkit: Toolkit, submission: Submission) -> None:
    """Go on only with questions, options of parameters and answers the toolkit has.

    Raises:
        NotAChoice: with the word that is not among them.
    """
    check_questions(toolkit, submission.changes)
    for name, choice in (submission.parameters or {}).items():
        parameter = toolkit.parameters.get(name)
        if parameter is None or choice not in parameter.options:
            raise NotAChoice(f"{name}={choice}")


def check_questions(toolkit: Toolkit, changes: Iterable[Change]) -> None:
    """Go on only with questions the toolkit has, each once.

    Raises:
        NotAChoice: with the word that is not among them.
    """
    questions = {question.id for question in toolkit.questions}
    given = [change.answer.question for change in changes]
    for question in given:
        if question not in questions:
            raise NotAChoice(question)
    if len(set(given)) != len(given):
        raise NotAChoice("one question twice")
