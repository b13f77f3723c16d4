"""Whether an installation can work, asked by whoever watches it: one short look at the database."""

from dataclasses import dataclass

from app.service.workspace import Workspace
from app.store.engine import read_session
from app.store.error import StorageError
from app.store.heartbeat import last_beat
from app.store.revision import read_revision


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the database, and how many seconds ago a worker last said it lives."""

    is_database_well: bool
    revision: str | None = None
    worker_age: int | None = None


def look_at_health(workspace: Workspace) -> Health:
    """Look at the database; one that can't be reached is told, not raised."""
    try:
        revision = read_revision(workspace.engine)
        with read_session(workspace.engine) as session:
            beat = last_beat(session)
    except StorageError:
        return Health(is_database_well=False)
    age = None if beat is None else max(0, int((workspace.now() - beat).total_seconds()))
    return Health(is_database_well=True, revision=revision, worker_age=age)
