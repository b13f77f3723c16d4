"""Moving an assessment to a newer version of its toolkit when its focal point asks, and back again.

Answers are carried over with a line for each, and what stood before is kept. All that hangs on a
question (comments, evidence, assignments, remarks, actions) follows it to its new id; of a question
that is gone it stays where it is until the move is undone; lists of comments and evidence mark it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.definition.difference import Difference, compare_toolkits
from app.definition.toolkit import Toolkit
from app.response import Answers
from app.response.carrying import Carried, carry_answers, carry_parameters
from app.scoring.passage import Passage
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.answering import restore_answer
from app.service.assessment.answering import UNDO, Stroke
from app.service.assessment.opening import Opened, find_toolkit
from app.service.assessment.passage import (
    carry_goals,
    describe_goal,
    find_renamed,
    keep_content,
    rename,
    replace_answers,
    replace_goals,
    touch,
)
from app.service.definition import describe_pin
from app.service.error import Moved
from app.service.passage import (
    choose_parameters,
    find_newer,
    plan_passage,
    print_of,
    raise_version,
)
from app.service.permission import MOVE
from app.service.record import describe_line, read_kept, read_line
from app.service.workspace import Workspace
from app.store.assessment_answer import read_assessment_answers
from app.store.assessment_move import (
    insert_assessment_move,
    list_assessment_moves,
    update_assessment_move,
)
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.definition import pin_definition
from app.store.engine import Session, read_session
from app.store.goal import list_goals


@dataclass(frozen=True, slots=True)
class MoveWish:
    """What somebody asks for on the page that showed them a passage.

    Attributes:
        to_hash: Content hash of the version they were shown.
        seen: The print of the assessment they saw.
        parameters: Options for what the new version requires.
    """

    to_hash: str
    seen: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MovePages:
    """Both ways from here: to the newer version, and back from the last move; None for none.

    `seen` is the print of the assessment; `lost_goals` the questions whose goals can't go along.
    """

    ahead: Passage | None
    behind: Passage | None
    seen: str
    lost_goals: tuple[str, ...]


def preview_moves(workspace: Workspace, opened: Opened) -> MovePages:
    """Say what moving would do, and what the last move did; nothing is written."""
    row = opened.access.row
    with read_session(workspace.engine) as session:
        answers = Answers(map(restore_answer, read_assessment_answers(session, opened.id)))
        moves = list_assessment_moves(session, opened.id)
        goals = list_goals(session, opened.id)
    seen = print_of(opened.toolkit, answers)
    target = find_newer(workspace, opened.toolkit, row.scope)
    behind = _read_last(workspace, opened, moves)
    if target is None:
        return MovePages(None, behind, seen, ())
    difference = compare_toolkits(opened.toolkit, target)
    ahead = plan_passage(opened.toolkit, target, answers, opened.setting, difference=difference)
    kept = carry_goals(opened.toolkit, target, goals, difference)
    lost = tuple(goal.question for goal in goals if goal.question not in kept)
    return MovePages(ahead, behind, seen, lost)


def _read_last(workspace: Workspace, opened: Opened, moves: Sequence[AnyRow]) -> Passage | None:
    row = moves[0] if moves else None
    if row is None or row.to_hash != opened.toolkit.content_hash:
        return None
    old = workspace.toolkits.by_hash(row.from_hash)
    if old is None:
        return None
    return Passage(
        old,
        opened.toolkit,
        (row.parameters, carry_parameters(opened.toolkit, opened.setting.parameters)),
        tuple(read_line(line) for line in row.record),
        row.number,
        row.moved_at,
        asks=opened.setting,
    )


# --- Moving -------------------------------------------------------------------------------------


def move_assessment(actor: Actor, workspace: Workspace, opened: Opened, wish: MoveWish) -> None:
    """Move an assessment to the version they were shown; a second click changes nothing.

    Raises:
        NotFound: The actor may not.
        WrongState: Answers do not change in the present state.
        Moved: The assessment, an answer or the current version changed since they looked.
        NotAChoice: A parameter that the new version requires is missing or not offered.
        StorageError: The database can't take it; nothing was moved.
    """
    target = find_newer(workspace, opened.toolkit, opened.access.row.scope)
    # Asked for outside the transaction, which should be short.
    difference = compare_toolkits(opened.toolkit, target) if target else None

    def work(session: Session, access: Access) -> None:
        if access.row.definition_hash == wish.to_hash:
            return
        rows = read_assessment_answers(session, access.row.id)
        answers = Answers(map(restore_answer, rows))
        is_old = access.row.definition_hash == opened.toolkit.content_hash
        is_seen = is_old and print_of(opened.toolkit, answers) == wish.seen
        if target is None or difference is None or target.content_hash != wish.to_hash:
            raise Moved
        if not is_seen:
            raise Moved
        carried = carry_answers(opened.toolkit, target, answers, difference=difference)
        parameters = choose_parameters(target, access.row.parameters, wish.parameters)
        leap = _Leap(workspace.now(), opened.toolkit, target, difference, carried, parameters)
        _write_move(session, access, rows, leap)

    write_in(actor, workspace, action=MOVE, assessment_id=opened.id, work=work)


@dataclass(frozen=True, slots=True)
class _Leap:
    now: datetime
    old: Toolkit
    target: Toolkit
    difference: Difference
    carried: Carried
    parameters: Mapping[str, str]


def _write_move(session: Session, access: Access, rows: Sequence[AnyRow], leap: _Leap) -> None:
    row, goals = access.row, list_goals(session, access.row.id)
    lines = [raise_version(line) for line in leap.carried.record]
    pin_definition(session, describe_pin(leap.target, leap.now))
    number = insert_assessment_move(
        session,
        {
            "assessment_id": row.id,
            "from_hash": row.definition_hash,
            "to_hash": leap.target.content_hash,
            "parameters": dict(row.parameters),
            "answers": keep_content(rows, goals),
            "record": [describe_line(line, now=leap.now) for line in lines],
            "after": None,
            "moved_by": access.account,
            "moved_at": leap.now,
            "undone_at": None,
        },
    )
    waiting = {item.question for item in rows if item.to_confirm}
    marked = {
        line.after.question
        for line in lines
        if line.after is not None and (line.became == "confirm" or line.before.question in waiting)
    }
    stroke = Stroke(row.id, access.account, leap.now, MOVE)
    new = [line.after for line in lines if line.after is not None]
    rename(session, row, find_renamed(leap.difference), (leap.old, leap.target))
    replace_answers(session, stroke, rows, (new, marked, leap.target))
    kept = carry_goals(leap.old, leap.target, goals, leap.difference)
    aims = [describe_goal(*pair) for pair in kept.values()]
    replace_goals(session, stroke, goals, aims)
    touch(session, access, stroke, (leap.target.content_hash, leap.parameters))
    add_audit(
        session, leap.now, action="assessment_moved", subject=row.id, actor=access.account,
        number=number, version=leap.target.version,
    )  # fmt: skip


# --- And back -----------------------------------------------------------------------------------


def undo_assessment_move(
    actor: Actor, workspace: Workspace, opened: Opened, *, number: int, seen: str
) -> None:
    """Bring back an assessment as it was before its last move; a second click changes nothing.

    Answers and goals given since then are kept with the move, and answers in the history.

    Raises:
        NotFound: The actor may not.
        WrongState: Answers do not change in the present state.
        Moved: An answer changed since they looked, or this was not the last move.
        StorageError: The database can't take it; nothing was undone.
    """

    def work(session: Session, access: Access) -> None:
        moves = list_assessment_moves(session, access.row.id)
        if not any(move.number == number for move in moves):
            return
        rows = read_assessment_answers(session, access.row.id)
        toolkit = find_toolkit(workspace, access.row)
        is_seen = print_of(toolkit, Answers(map(restore_answer, rows))) == seen
        old = workspace.toolkits.by_hash(moves[0].from_hash)
        is_last = moves[0].number == number and moves[0].to_hash == toolkit.content_hash
        if old is None or not is_last or not is_seen:
            raise Moved
        _write_undo(session, access, rows, _Return(workspace.now(), old, toolkit, moves[0]))

    write_in(actor, workspace, action=MOVE, assessment_id=opened.id, work=work)


@dataclass(frozen=True, slots=True)
class _Return:
    now: datetime
    old: Toolkit
    new: Toolkit
    move: AnyRow


def _write_undo(session: Session, access: Access, rows: Sequence[AnyRow], back: _Return) -> None:
    row, move, kept = access.row, back.move, back.move.answers
    goals = list_goals(session, row.id)
    values: dict[str, object] = {"undone_at": back.now, "after": keep_content(rows, goals)}
    update_assessment_move(session, row.id, move.number, values)
    stroke = Stroke(row.id, access.account, back.now, UNDO)
    forward = find_renamed(compare_toolkits(back.old, back.new))
    rename(session, row, {heir: name for name, heir in forward.items()}, (back.new, back.old))
    answers = [read_kept(item) for item in kept["answers"]]
    marked = {item["question"] for item in kept["answers"] if item["to_confirm"]}
    replace_answers(session, stroke, rows, (answers, marked, back.old))
    replace_goals(session, stroke, goals, kept["goals"])
    touch(session, access, stroke, (move.from_hash, move.parameters))
    add_audit(
        session, back.now, action="assessment_move_undone", subject=row.id, actor=access.account,
        number=move.number,
    )  # fmt: skip
