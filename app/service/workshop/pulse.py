"""Whether anything changed for a participant: asked every second, told without looking at votes."""

from datetime import timedelta
from typing import Final

from app.service.actor import Actor
from app.service.error import NotFound, StorageError
from app.service.secret import hash_secret
from app.service.workspace import Workspace
from app.store.engine import read_session, run_write
from app.store.workshop_pulse import find_pulse
from app.store.workshop_seat import note_seen

NOTE_EVERY: Final = timedelta(minutes=1)


def mark_of(workshop: int, table: int) -> str:
    """Give the mark of a page made of these versions of the workshop and of one's own table."""
    return f"{workshop}.{table}"


def read_pulse(actor: Actor, workspace: Workspace, workshop_id: str) -> str:
    """Return the mark a participant's page would have now; notes once a minute that they are here.

    Raises:
        NotFound: The actor does not sit in the room.
    """
    key = hash_secret(actor.seat)
    with read_session(workspace.engine) as session:
        row = find_pulse(session, key, workshop_id) if key else None
    if row is None:
        raise NotFound
    if workspace.now() - row.seen_at >= NOTE_EVERY:
        _note(workspace, row.id)
    return mark_of(row.workshop_version, row.table_version)


def _note(workspace: Workspace, participant_id: str) -> None:
    now = workspace.now()
    try:
        run_write(workspace.engine, lambda session: note_seen(session, participant_id, now))
    except StorageError:
        # Who is told what changed needs no note; the next minute notes it.
        return
