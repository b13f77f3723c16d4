"""Open the door of a room, lock it, take it from stage to stage, and end it."""

import secrets
from typing import Final

from app.service.actor import Actor
from app.service.error import NotAChoice
from app.service.workshop.opening import Room, write_room
from app.service.workshop.planning import ENDED, FEEDBACK, STAGES
from app.service.workshop.simulation import judge_invented, seat_invented
from app.service.workspace import Workspace
from app.store import workshop_room as table
from app.store.audit import add_audit
from app.store.engine import Session

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits nobody confuses when they are read aloud or off a screen."""
CODE_LENGTH: Final = 6


def make_code() -> str:
    """Make a code for a door: one of about 900 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def read_code(text: str) -> str:
    """Give a code as it was typed in its own form; empty for what can't be one."""
    code = "".join(character for character in text.upper() if character not in " -\u00a0")
    known = len(code) == CODE_LENGTH and all(character in ALPHABET for character in code)
    return code if known else ""


def open_door(actor: Actor, workspace: Workspace, workshop_id: str, *, seen: int) -> bool:
    """Let people in by a code: a new one each time, so that an old one opens nothing.

    Returns:
        False where somebody else changed the workshop meanwhile, or it ended.

    Raises:
        NotFound: The actor may not.
    """

    def work(session: Session, room: Room) -> bool:
        if room.row.version != seen or room.row.stage == ENDED:
            return False
        now, code = workspace.now(), make_code()
        while table.find_by_code(session, code) is not None:
            code = make_code()
        values = {"code": code, "version": seen + 1, "begun_at": room.row.begun_at or now}
        table.update_workshop(session, workshop_id, values)
        seat_invented(session, workspace, room)
        add_audit(session, now, action="workshop_opened", subject=workshop_id, actor=room.account)
        return True

    return write_room(actor, workspace, workshop_id, work)


def shut_door(actor: Actor, workspace: Workspace, workshop_id: str, *, seen: int) -> bool:
    """Let nobody else in; who is in stays.

    Returns:
        False where somebody else changed the workshop meanwhile.

    Raises:
        NotFound: The actor may not.
    """
    return _change(actor, workspace, workshop_id, seen=seen, values={"code": None})


def go_to_stage(
    actor: Actor, workspace: Workspace, workshop_id: str, stage: str, *, seen: int
) -> bool:
    """Take the whole room to a stage, forward or back.

    Returns:
        False where somebody else changed the workshop meanwhile, or it ended.

    Raises:
        NotFound: The actor may not.
        NotAChoice: No such stage.
    """
    if stage not in STAGES:
        raise NotAChoice(stage)
    return _change(actor, workspace, workshop_id, seen=seen, values={"stage": stage})


def end_workshop(actor: Actor, workspace: Workspace, workshop_id: str, *, seen: int) -> bool:
    """End a workshop: its code opens nothing any more and nothing in it changes.

    Returns:
        False where somebody else changed the workshop meanwhile, or it ended already.

    Raises:
        NotFound: The actor may not.
    """
    values: dict[str, object] = {"stage": ENDED, "code": None, "ended_at": workspace.now()}
    return _change(actor, workspace, workshop_id, seen=seen, values=values)


def _change(
    actor: Actor,
    workspace: Workspace,
    workshop_id: str,
    *,
    seen: int,
    values: dict[str, object],
) -> bool:
    def work(session: Session, room: Room) -> bool:
        if room.row.version != seen or room.row.stage == ENDED:
            return False
        table.update_workshop(session, workshop_id, values | {"version": seen + 1})
        if values.get("stage") == FEEDBACK:
            judge_invented(session, workspace, room)
        add_audit(
            session, workspace.now(), action="workshop_changed", subject=workshop_id,
            actor=room.account, stage=str(values.get("stage", room.row.stage)),
        )  # fmt: skip
        return True

    return write_room(actor, workspace, workshop_id, work)
