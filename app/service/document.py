"""Documents made in the background: ask for one, see how far it is, fetch it.

A document asked for by the holder of a check belongs to that check: only its cookies open it, and
it is deleted with it. One asked for by somebody without a check holds published figures only and
is open to all. One about an assessment belongs to that assessment: whoever calls has made sure that
the reader may see it.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from app.service.actor import Actor
from app.service.error import TooMany
from app.service.opening import find_living
from app.service.secret import blind
from app.service.workspace import Workspace
from app.store import job as table
from app.store.base import AnyRow
from app.store.check import COOKIE
from app.store.engine import Session, read_session, run_write

RETRY_SECONDS: Final = 10
USE_STEP: Final = timedelta(hours=12)
"""A fetch is written down at most this often."""


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a document is: `state` is queued, running, done or failed; `progress` 0 to 100."""

    kind: str
    key: str
    state: str
    progress: int

    @property
    def is_over(self) -> bool:
        """Whether waiting longer changes nothing."""
        return self.state in {table.DONE, table.FAILED}


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a document is: a check's, an assessment's (`about`), or everybody's.

    `asked_by` is a blinded name of whoever asks, whose waiting documents are counted.
    """

    check_id: str | None
    about: str | None
    asked_by: str


def ask_document(
    actor: Actor, workspace: Workspace, *, kind: str, key: str, payload: object
) -> JobState:
    """Have a document made unless it is there or on its way: asking twice is one job.

    `key` is the hash of everything the document depends on; `payload` (JSON) is what its maker
    needs, and is forgotten when it is made.

    Raises:
        TooMany: This address has too many documents waiting.
        StorageError: The database can't take it.
    """
    asked_by = blind(workspace.settings.secret_key, "address", actor.address)

    def work(session: Session) -> JobState:
        owner = Owner(_find_check_id(session, actor, workspace), None, asked_by)
        return _ask(session, workspace, owner, (kind, key, payload))

    return run_write(workspace.engine, work)


def ask_about(
    actor: Actor, workspace: Workspace, about: str, *, kind: str, wanted: tuple[str, object]
) -> JobState:
    """Have a document about an assessment made; `wanted` are its key and its payload.

    Raises:
        TooMany: Whoever asks has too many documents waiting.
        StorageError: The database can't take it.
    """
    who = actor.account or actor.address
    asked_by = blind(workspace.settings.secret_key, "address", who)
    owner = Owner(None, about, asked_by)
    return run_write(
        workspace.engine, lambda session: _ask(session, workspace, owner, (kind, *wanted))
    )


def _ask(
    session: Session, workspace: Workspace, owner: Owner, wanted: tuple[str, str, object]
) -> JobState:
    kind, key, payload = wanted
    unique_key = _make_unique_key(owner.about or owner.check_id, kind, key)
    found = table.find_job(session, unique_key)
    if found is not None and _is_standing(session, found):
        return JobState(kind, key, found.state, found.progress)
    if table.count_waiting(session, owner.asked_by) >= workspace.settings.waiting_documents:
        raise TooMany(RETRY_SECONDS)
    now = workspace.now()
    fresh = {"payload": payload, "due_at": now, "asked_by": owner.asked_by}
    if found is not None:
        table.requeue_job(session, found.id, fresh)
    else:
        new = _describe_job(kind, unique_key, owner) | {"created_at": now}
        table.insert_job(session, new | fresh)
    return JobState(kind, key, table.QUEUED, 0)


def read_job_about(workspace: Workspace, about: str, *, kind: str, key: str) -> JobState | None:
    """Return how far a document about an assessment is; None when it was never asked for."""
    with read_session(workspace.engine) as session:
        row = table.find_job(session, _make_unique_key(about, kind, key))
        if row is None or (row.state == table.DONE and not table.has_document(session, row.id)):
            return None
    return JobState(kind, key, row.state, row.progress)


def read_document_about(
    workspace: Workspace, about: str, *, kind: str, key: str
) -> Document | None:
    """Return a whole document about an assessment; None when it is not there."""
    with read_session(workspace.engine) as session:
        row = table.find_job(session, _make_unique_key(about, kind, key))
    return _read(workspace, row)


def _is_standing(session: Session, row: AnyRow) -> bool:
    """Tell whether a job is on its way, or what it made is still there."""
    if row.state in {table.QUEUED, table.RUNNING}:
        return True
    return row.state == table.DONE and table.has_document(session, row.id)


def read_job(actor: Actor, workspace: Workspace, *, kind: str, key: str) -> JobState | None:
    """Return how far a document is; None when the actor may not know or it was never asked for.

    Raises:
        StorageError: The database can't be read.
    """
    with read_session(workspace.engine) as session:
        row = _find_own_job(session, actor, workspace, kind=kind, key=key)
        if row is None or (row.state == table.DONE and not table.has_document(session, row.id)):
            return None
    return JobState(kind, key, row.state, row.progress)


def read_document(actor: Actor, workspace: Workspace, *, kind: str, key: str) -> Document | None:
    """Return a whole document; None when it is not there or not the actor's.

    Raises:
        StorageError: The database can't be read.
    """
    with read_session(workspace.engine) as session:
        row = _find_own_job(session, actor, workspace, kind=kind, key=key)
    return _read(workspace, row)


def _read(workspace: Workspace, row: AnyRow | None) -> Document | None:
    if row is None:
        return None
    now, job_id = workspace.now(), row.id
    with read_session(workspace.engine) as session:
        found = table.find_document(session, job_id)
    if found is None:
        return None
    if now - found.used_at >= USE_STEP:
        run_write(workspace.engine, lambda session: table.touch_document(session, job_id, now))
    return Document(found.media_type, found.body)


def _find_check_id(session: Session, actor: Actor, workspace: Workspace) -> str | None:
    found = find_living(session, workspace, actor.key, purpose=COOKIE)
    return found.row.id if found else None


def _find_own_job(
    session: Session, actor: Actor, workspace: Workspace, *, kind: str, key: str
) -> AnyRow | None:
    check_id = _find_check_id(session, actor, workspace)
    if check_id is not None:
        own = table.find_job(session, _make_unique_key(check_id, kind, key))
        if own is not None:
            return own
    return table.find_job(session, _make_unique_key(None, kind, key))


def _make_unique_key(owner_id: str | None, kind: str, key: str) -> str:
    text = "\n".join((owner_id or "public", kind, key))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _describe_job(kind: str, unique_key: str, owner: Owner) -> dict[str, object]:
    return {
        "id": uuid4().hex,
        "kind": kind,
        "unique_key": unique_key,
        "check_id": owner.check_id,
        "about": owner.about,
        "state": table.QUEUED,
        "attempts": 0,
        "progress": 0,
        "error": "",
        "finished_at": None,
    }
