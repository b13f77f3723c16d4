"""Moving a visitor's check to a newer version of its toolkit when they ask, and back again.

A check keeps the toolkit it was begun with. Moving carries its answers over with a record and keeps
what it was before; undoing brings that back. Both count as a change of every answer, so that a page
left open elsewhere meets them as it meets anybody's change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.definition.difference import compare_toolkits
from app.definition.toolkit import Toolkit
from app.response import Answers
from app.response.carrying import Carried, CarryLine, carry_answers, carry_parameters
from app.scoring.passage import Passage
from app.service.actor import Actor
from app.service.answering import describe_answer, restore_answer
from app.service.check_state import CheckState
from app.service.definition import describe_pin
from app.service.error import Moved, NotFound
from app.service.opening import find_living, find_unconfirmed, is_about
from app.service.passage import (
    choose_parameters,
    find_newer,
    plan_passage,
    print_of,
    raise_version,
)
from app.service.record import describe_kept, describe_line, read_line, restore_kept
from app.service.workspace import Workspace
from app.store import check as table
from app.store import move as move_table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.check import FoundCheck
from app.store.definition import pin_definition
from app.store.engine import Session, read_session, run_write

__all__ = [
    "MOST_UNDONE",
    "Passage",
    "Wish",
    "find_newer",
    "move_check",
    "preview_move",
    "print_of",
    "read_last_move",
    "undo_move",
]

MOST_UNDONE: Final = 20
"""Moves that were undone and are still kept, so that a check can't grow without end."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor asks for on the page that showed them a passage.

    Attributes:
        toolkit_id: As in the page's address.
        country: ISO 3166-1 alpha-3 code.
        to_hash: Content hash of the version they were shown.
        seen: The print of the check they saw, see `print_of`.
        parameters: Options chosen for what the new version requires.
    """

    toolkit_id: str
    country: str
    to_hash: str
    seen: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def preview_move(workspace: Workspace, check: CheckState) -> Passage | None:
    """Say what moving a check to the current version would do; None where there is no newer one."""
    newer = find_newer(workspace, check.toolkit)
    if newer is None:
        return None
    return plan_passage(check.toolkit, newer, check.answers, check.setting)


def read_last_move(workspace: Workspace, check: CheckState) -> Passage | None:
    """Return the last move of a check that was not undone.

    Raises:
        StorageError: The database can't be read.
    """
    if not check.is_moved:
        return None
    with read_session(workspace.engine) as session:
        moves = move_table.read_moves(session, check.id)
    if not moves:
        return None
    row = moves[0]
    old, new = (workspace.toolkits.by_hash(item) for item in (row.from_hash, row.to_hash))
    if old is None or new is None:
        return None
    return Passage(
        old,
        new,
        (row.parameters, carry_parameters(new, check.setting.parameters)),
        tuple(read_line(line) for line in row.record),
        row.number,
        row.moved_at,
    )


# --- Moving -------------------------------------------------------------------------------------


def move_check(actor: Actor, workspace: Workspace, wish: Wish, check: CheckState) -> None:
    """Move the actor's check to the version they were shown; a second click changes nothing.

    Raises:
        NotFound: The actor's cookie opens no such check.
        Moved: The check, an answer or the current version changed since they looked.
        NotAChoice: A parameter that the new version requires is missing or not offered.
        StorageError: The database can't take it; nothing was moved.
    """
    target = find_newer(workspace, check.toolkit)
    # Asked for outside the transaction, which should be short.
    difference = compare_toolkits(check.toolkit, target) if target else None

    def work(session: Session) -> None:
        found = _find_own(session, actor, workspace, (wish.toolkit_id, wish.country))
        if found.row.definition_hash == wish.to_hash:
            return
        rows = table.read_answers(session, found.row.id)
        answers = Answers(restore_answer(row) for row in rows)
        is_old = found.row.definition_hash == check.toolkit.content_hash
        is_seen = is_old and print_of(check.toolkit, answers) == wish.seen
        if target is None or target.content_hash != wish.to_hash or not is_seen:
            raise Moved
        carried = carry_answers(check.toolkit, target, answers, difference=difference)
        parameters = choose_parameters(target, found.row.parameters, wish.parameters)
        _write_move(session, found, rows, _Leap(workspace.now(), target, carried, parameters))

    run_write(workspace.engine, work)


@dataclass(frozen=True, slots=True)
class _Leap:
    now: datetime
    target: Toolkit
    carried: Carried
    parameters: Mapping[str, str]


def _find_own(
    session: Session, actor: Actor, workspace: Workspace, about: tuple[str, str]
) -> FoundCheck:
    found = find_living(session, workspace, actor.key, purpose=table.COOKIE, lock=True)
    if found is None or not is_about(found, *about):
        raise NotFound
    return found


def _write_move(session: Session, found: FoundCheck, rows: Sequence[AnyRow], leap: _Leap) -> None:
    check_id = found.row.id
    stored = {row.question: restore_answer(row) for row in rows}
    waiting = find_unconfirmed(found, stored)
    lines = [raise_version(line) for line in leap.carried.record]
    pin_definition(session, describe_pin(leap.target, leap.now))
    number = move_table.insert_move(
        session,
        {
            "check_id": check_id,
            "from_hash": found.row.definition_hash,
            "to_hash": leap.target.content_hash,
            "parameters": dict(found.row.parameters),
            "answers": [describe_kept(row) for row in rows],
            "record": [describe_line(line, now=leap.now) for line in lines],
            "confirm": _list_unconfirmed(lines, waiting),
            "after": None,
            "moved_at": leap.now,
            "undone_at": None,
        },
    )
    new_rows = [
        describe_answer(check_id, line.after, version=line.after.version, now=leap.now)
        for line in lines
        if line.after is not None
    ]
    _replace_answers(session, check_id, new_rows)
    values = {"definition_hash": leap.target.content_hash, "parameters": dict(leap.parameters)}
    _touch(session, check_id, leap.now, values)
    add_audit(session, leap.now, action="check_moved", subject=check_id, number=number)


def _list_unconfirmed(lines: Sequence[CarryLine], waiting: frozenset[str]) -> dict[str, int]:
    """Give the version of each answer to be confirmed, those still waiting from before included."""
    return {
        line.after.question: line.after.version
        for line in lines
        if line.after is not None and (line.became == "confirm" or line.before.question in waiting)
    }


def _replace_answers(session: Session, check_id: str, rows: list[dict[str, object]]) -> None:
    table.delete_answers(session, check_id)
    table.write_answers(session, rows)


def _touch(session: Session, check_id: str, now: datetime, values: Mapping[str, Any]) -> None:
    table.update_check(session, check_id, {**values, "visited_at": now, "saved_at": now})


# --- And back -----------------------------------------------------------------------------------


def undo_move(
    actor: Actor, workspace: Workspace, check: CheckState, *, number: int, seen: str
) -> None:
    """Bring back a check as it was before its last move; a second click changes nothing.

    Answers given since then are kept with the move until the check is deleted.

    Raises:
        NotFound: The actor's cookie opens no such check.
        Moved: An answer changed since they looked, or this was not the last move.
        StorageError: The database can't take it; nothing was undone.
    """

    def work(session: Session) -> None:
        about = (check.toolkit.id, check.country)
        found = _find_own(session, actor, workspace, about)
        moves = move_table.read_moves(session, found.row.id)
        if not any(move.number == number for move in moves):
            return
        rows = table.read_answers(session, found.row.id)
        answers = {row.question: restore_answer(row) for row in rows}
        is_old = found.row.definition_hash == check.toolkit.content_hash
        is_seen = is_old and print_of(check.toolkit, answers) == seen
        if moves[0].number != number or not is_seen:
            raise Moved
        _write_undo(session, found, rows, moves, now=workspace.now())

    run_write(workspace.engine, work)


def _write_undo(
    session: Session,
    found: FoundCheck,
    rows: Sequence[AnyRow],
    moves: Sequence[AnyRow],
    *,
    now: datetime,
) -> None:
    check_id, move = found.row.id, moves[0]
    current = {row.question: row.version for row in rows}
    versions = {
        kept["question"]: max(kept["version"], current.get(kept["question"], 0)) + 1
        for kept in move.answers
    }
    back = [
        restore_kept(kept, check_id=check_id, version=versions[kept["question"]])
        for kept in move.answers
    ]
    _replace_answers(session, check_id, back)
    values = {"definition_hash": move.from_hash, "parameters": move.parameters}
    _touch(session, check_id, now, values)
    after = [describe_kept(row) for row in rows]
    move_table.update_move(session, check_id, move.number, {"undone_at": now, "after": after})
    if len(moves) > 1:
        before = {kept["question"]: kept["version"] for kept in move.answers}
        still = {
            question: versions[question]
            for question, version in moves[1].confirm.items()
            if before.get(question) == version
        }
        move_table.update_move(session, check_id, moves[1].number, {"confirm": still})
    move_table.drop_undone_moves(session, check_id, keep=MOST_UNDONE)
    add_audit(session, now, action="check_move_undone", subject=check_id, number=move.number)
