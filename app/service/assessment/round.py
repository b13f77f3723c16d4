"""The next round of a unit, and what it takes over from the last one.

Answers are taken over as they are (keep), not at all (clear), or each to be confirmed (confirm).
Those of an older version of the toolkit are carried to the current one, with a line for each. Goals
and the actions of the plan that are still open go along whatever becomes of the answers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.definition.difference import Difference, compare_toolkits
from app.definition.toolkit import Toolkit
from app.presentation.view.assessment.plan import OPEN_STATUSES, OWN
from app.response import Answer, Answers
from app.response.carrying import Carried, carry_answers
from app.scoring.passage import Passage
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.answering import read_value, restore_answer, write_value
from app.service.assessment.answering import Stroke
from app.service.assessment.beginning import ROUND, Beginning, Begun, begin_in
from app.service.assessment.opening import Opened, find_toolkit
from app.service.error import Moved, NotAChoice
from app.service.passage import choose_parameters, find_newer, plan_passage
from app.service.permission import BEGIN_ROUND
from app.service.workspace import Workspace
from app.store.assessment import find_last_round
from app.store.assessment_answer import read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.goal import list_goals, write_goal
from app.store.plan import insert_action, list_actions, name_copy

KEEP: Final = "keep"
CLEAR: Final = "clear"
CONFIRM: Final = "confirm"
MODES: Final = (CONFIRM, KEEP, CLEAR)
"""What becomes of the answers of the last round; the first one is offered first."""


@dataclass(frozen=True, slots=True)
class RoundPreview:
    """What the next round would begin with.

    Attributes:
        passage: From the version of this round to the one of the next; both are the same where
            there is no newer one. Its record has a line for each answer.
        last: Number of the unit's last round by this toolkit.
        waiting: How many answers are not confirmed yet in this round.
        goals: How many goals go along, and how many can't.
        actions: How many open actions of the plan go along.
    """

    passage: Passage
    last: int
    waiting: int
    goals: tuple[int, int]
    actions: int


@dataclass(frozen=True, slots=True)
class NextRound:
    """What somebody wants the next round to be.

    Attributes:
        mode: `confirm`, `keep` or `clear`.
        to_hash: Content hash of the version they were shown.
        last: Number of the last round they saw; another one begun meanwhile is told.
        title: May be empty.
        period: First and last day; either may be open.
        language: Of its report.
        parameters: Options for what the newer version requires.
    """

    mode: str
    to_hash: str
    last: int
    title: str = ""
    period: tuple[date | None, date | None] = (None, None)
    language: str = "en"
    parameters: Mapping[str, str] = field(default_factory=dict)


def preview_round(workspace: Workspace, opened: Opened) -> RoundPreview:
    """Say what the next round after one that was opened would begin with; nothing is written."""
    target = _find_target(workspace, opened.access.row, opened.toolkit)
    difference = compare_toolkits(opened.toolkit, target)
    row = opened.access.row
    with read_session(workspace.engine) as session:
        rows = read_assessment_answers(session, opened.id)
        goals = list_goals(session, opened.id)
        actions = _list_open(session, opened.id)
        last = find_last_round(session, row.unit_id, row.toolkit_id, lock=False)
    passage = plan_passage(
        opened.toolkit,
        target,
        Answers(map(restore_answer, rows)),
        opened.setting,
        difference=difference,
    )
    kept = len(_carry_goals(opened.toolkit, target, goals, difference=difference))
    waiting = sum(bool(item.to_confirm) for item in rows)
    return RoundPreview(passage, last, waiting, (kept, len(goals) - kept), len(actions))


def begin_round(actor: Actor, workspace: Workspace, assessment_id: str, wish: NextRound) -> str:
    """Begin the next round of a unit from one of its rounds; returns its id.

    Raises:
        NotFound: The actor may not; a role on this round alone is not enough.
        Moved: Another round was begun, or another version came out, since they looked.
        NotAChoice: A way, parameter, language or period that can't be.
        StorageError: The database can't take it; nothing was begun.
    """
    if wish.mode not in MODES:
        raise NotAChoice(wish.mode)

    def work(session: Session, access: Access) -> str:
        return _begin(session, workspace, access, wish)

    return write_in(actor, workspace, action=BEGIN_ROUND, assessment_id=assessment_id, work=work)


def _find_target(workspace: Workspace, row: AnyRow, toolkit: Toolkit) -> Toolkit:
    return find_newer(workspace, toolkit, row.scope) or toolkit


def _begin(session: Session, workspace: Workspace, access: Access, wish: NextRound) -> str:
    row = access.row
    old = find_toolkit(workspace, row)
    target = _find_target(workspace, row, old)
    # Whoever begins another round of the unit at the same moment waits here.
    last = find_last_round(session, row.unit_id, row.toolkit_id)
    if target.content_hash != wish.to_hash or last != wish.last:
        raise Moved
    difference = compare_toolkits(old, target)
    rows = read_assessment_answers(session, row.id)
    carried = carry_answers(old, target, Answers(map(restore_answer, rows)), difference=difference)
    beginning = Beginning(
        unit_id=row.unit_id,
        toolkit_id=row.toolkit_id,
        scope=row.scope,
        parameters=choose_parameters(target, row.parameters, wish.parameters),
        title=wish.title,
        period=wish.period,
        language=wish.language,
        begun_from=ROUND,
        previous_id=row.id,
        answers=() if wish.mode == CLEAR else tuple(carried.answers.values()),
        act=ROUND,
        to_confirm=_find_unconfirmed(carried, rows, wish.mode),
    )
    edition = workspace.reference.edition()
    begun = begin_in(session, workspace, Begun(beginning, target, edition, access.account))
    stroke = Stroke(begun, access.account, workspace.now(), ROUND)
    goals = _carry_goals(old, target, list_goals(session, row.id), difference=difference)
    _write_goals(session, stroke, goals)
    _write_actions(session, stroke, _list_open(session, row.id), difference)
    return begun


def _find_unconfirmed(carried: Carried, rows: Iterable[AnyRow], mode: str) -> frozenset[str]:
    """Give what is to be confirmed: all that says something, or what was not certain anyway."""
    waiting = {row.question for row in rows if row.to_confirm}
    return frozenset(
        line.after.question
        for line in carried.record
        if line.after is not None
        and line.after.state != "blank"
        and (mode == CONFIRM or line.became == "confirm" or line.before.question in waiting)
    )


# --- Goals and plan -----------------------------------------------------------------------------


def _carry_goals(
    old: Toolkit, new: Toolkit, goals: Iterable[AnyRow], *, difference: Difference
) -> tuple[tuple[AnyRow, Answer], ...]:
    """Give the goals that can stand under the new version, each as the answer it aims at."""
    rows = {row.question: row for row in goals}
    aims = Answers(Answer(name, value=read_value(row.value)) for name, row in rows.items())
    carried = carry_answers(old, new, aims, difference=difference)
    return tuple(
        (rows[line.before.question], line.after)
        for line in carried.record
        if line.became != "dropped" and line.after is not None
    )


def _write_goals(session: Session, stroke: Stroke, goals: Iterable[tuple[AnyRow, Answer]]) -> None:
    for row, aim in goals:
        values: dict[str, object] = {
            "assessment_id": stroke.assessment_id,
            "question": aim.question,
            "value": write_value(aim.value),
            "year": row.year,
            "note": row.note,
            "version": 1,
            "saved_by": stroke.account,
            "saved_at": stroke.now,
        }
        write_goal(session, values)


def _list_open(session: Session, assessment_id: str) -> list[AnyRow]:
    return [row for row in list_actions(session, assessment_id) if row.status in OPEN_STATUSES]


def _write_actions(
    session: Session, stroke: Stroke, actions: Iterable[AnyRow], difference: Difference
) -> None:
    """Copy actions; one whose question is gone stays as an action of one's own."""
    heirs = {name: change.new.id for name, change in difference.by_old_id.items() if change.new}
    for row in actions:
        question = heirs.get(row.question, "")
        values = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it
        values |= {
            "id": name_copy(row.id, stroke.assessment_id),
            "assessment_id": stroke.assessment_id,
            "question": question,
            "source": row.source if question else OWN,
            "version": 1,
            "saved_by": stroke.account,
            "saved_at": stroke.now,
        }
        insert_action(session, values)
