"""What the ways of an assessment to another version of its toolkit, and back, write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.definition.difference import Difference
from app.definition.toolkit import Toolkit
from app.response import Answer, Answers
from app.response.carrying import carry_answers
from app.service.access import Access
from app.service.answering import read_value, write_value
from app.service.assessment.answering import Stroke, number_first, write_answers
from app.service.record import describe_kept
from app.store.assessment import update_assessment
from app.store.assessment_move import delete_standing, rename_history, rename_questions
from app.store.base import AnyRow
from app.store.engine import Session
from app.store.goal import delete_goal, write_goal

Kept = dict[str, Any]
Versions = tuple[Toolkit, Toolkit]
"""From which version of the toolkit to which."""


def keep_content(rows: Iterable[AnyRow], goals: Iterable[AnyRow]) -> Kept:
    """Write answers and goals as they stand."""
    return {
        "answers": [describe_kept(row) for row in rows],
        "goals": [describe_kept(row) for row in goals],
    }


def rename(session: Session, row: AnyRow, ids: Mapping[str, str], versions: Versions) -> None:
    """Have what hangs on questions follow them; a history only to an id nobody else had."""
    rename_questions(session, row.id, ids)
    before, after = ({item.id for item in toolkit.questions} for toolkit in versions)
    free = {name: heir for name, heir in ids.items() if heir not in before and name not in after}
    rename_history(session, row.id, free)


def find_renamed(difference: Difference) -> dict[str, str]:
    """Give the new id of each question that bears another one now."""
    return {
        name: change.new.id
        for name, change in difference.by_old_id.items()
        if change.new is not None and change.new.id != name
    }


def replace_answers(
    session: Session,
    stroke: Stroke,
    rows: Iterable[AnyRow],
    new: tuple[Sequence[Answer], Iterable[str], Toolkit],
) -> None:
    """Have other answers stand; of a question left without one a blank answer says so."""
    answers, marked, toolkit = new
    standing = {row.question: int(row.version) for row in rows}
    given = {answer.question for answer in answers}
    asked = {question.id for question in toolkit.questions}
    empty = [Answer(name, state="blank") for name in standing if name in asked - given]
    delete_standing(session, stroke.assessment_id, standing.keys() - asked)
    numbered = number_first(
        session, stroke.assessment_id, [replace(item, version=1) for item in (*answers, *empty)]
    )
    for is_marked in (False, True):
        chosen = [item for item in numbered if (item.question in marked) == is_marked]
        write_answers(session, replace(stroke, to_confirm=is_marked), chosen)


def touch(
    session: Session,
    access: Access,
    stroke: Stroke,
    pinned: tuple[str, Mapping[str, str]],
) -> None:
    """Pin an assessment to another version, by its content hash, with the options chosen."""
    values: dict[str, object] = {
        "definition_hash": pinned[0],
        "parameters": dict(pinned[1]),
        "version": access.row.version + 1,
        "saved_at": stroke.now,
    }
    update_assessment(session, access.row.id, values)


def carry_goals(
    old: Toolkit, new: Toolkit, goals: Iterable[AnyRow], difference: Difference
) -> dict[str, tuple[AnyRow, Answer]]:
    """Give the goals that can stand under the other version, by their old question."""
    rows = {row.question: row for row in goals}
    aims = Answers(Answer(name, value=read_value(row.value)) for name, row in rows.items())
    carried = carry_answers(old, new, aims, difference=difference)
    return {
        line.before.question: (rows[line.before.question], line.after)
        for line in carried.record
        if line.became != "dropped" and line.after is not None
    }


def describe_goal(row: AnyRow, aim: Answer) -> Kept:
    """Write a goal as it is under another version."""
    kept = describe_kept(row)
    return kept | {"question": aim.question, "value": write_value(aim.value)}


def replace_goals(
    session: Session, stroke: Stroke, standing: Iterable[AnyRow], aims: Iterable[Kept]
) -> None:
    """Have other goals stand, each under a version nobody saw yet."""
    versions = {row.question: int(row.version) for row in standing}
    for name in versions:
        delete_goal(session, stroke.assessment_id, name)
    for kept in aims:
        version = max(versions.get(kept["question"], 0), kept["version"]) + 1
        values = kept | {
            "assessment_id": stroke.assessment_id,
            "version": version,
            "saved_at": stroke.now,
        }
        write_goal(session, values)
