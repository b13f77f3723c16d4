"""Run what is to be done in the background: claim, run, finish."""

import traceback
from collections.abc import Mapping
from datetime import timedelta

import structlog

from app.service.error import Hopeless
from app.service.runner import Progress, Runner
from app.service.workspace import Workspace
from app.store import job as table
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write

log = structlog.get_logger()


def run_due_jobs(workspace: Workspace, runners: Mapping[str, Runner]) -> int:
    """Run one job after another until none is due; returns how many were run.

    Raises:
        StorageError: The database can't be used; the job at hand comes back when its lease ends.
    """
    count = 0
    while run_next_job(workspace, runners):
        count += 1
    return count


def run_next_job(workspace: Workspace, runners: Mapping[str, Runner]) -> bool:
    """Claim and run the oldest due job, if there is one.

    What goes wrong while it is made is logged and kept with the job, which is tried as often as its
    runner says.
    """
    row = _claim(workspace, runners)
    if row is None:
        return False
    runner = runners[row.kind]
    if row.attempts > runner.attempts:
        # Its worker fell silent each time: it may be what kills the worker.
        _finish(workspace, row, {"state": table.FAILED, "error": "no worker survived it"})
        return True
    try:
        body = runner.run(workspace, row.payload, _make_progress(workspace, row))
    except Exception as error:  # noqa: BLE001  # whatever a maker raises must not end the worker
        _fail(workspace, row, runner, error)
    else:
        _keep(workspace, row, runner.media_type, body)
    return True


def _claim(workspace: Workspace, runners: Mapping[str, Runner]) -> AnyRow | None:
    now = workspace.now()
    with read_session(workspace.engine) as session:
        if not table.has_due_job(session, list(runners), now):
            return None
    lease_until = now + timedelta(seconds=workspace.settings.job_lease)
    return run_write(
        workspace.engine,
        lambda session: table.claim_job(session, list(runners), now=now, lease_until=lease_until),
    )


def _make_progress(workspace: Workspace, row: AnyRow) -> Progress:
    def tell(progress: int) -> None:
        lease = timedelta(seconds=workspace.settings.job_lease)
        values = {"progress": max(0, min(progress, 100)), "due_at": workspace.now() + lease}
        run_write(
            workspace.engine,
            lambda session: table.update_claimed(session, row.id, row.attempts, values=values),
        )

    return tell


def _finish(workspace: Workspace, row: AnyRow, values: dict[str, object]) -> None:
    ended = values | {"payload": None, "finished_at": workspace.now()}
    run_write(
        workspace.engine,
        lambda session: table.update_claimed(session, row.id, row.attempts, values=ended),
    )


def _fail(workspace: Workspace, row: AnyRow, runner: Runner, error: Exception) -> None:
    # Only the kind of error is kept: its text may hold what somebody wrote.
    name = type(error).__name__
    log.error("job_failed", kind=row.kind, attempt=row.attempts, error=name, at=find_place(error))
    if row.attempts >= runner.attempts or isinstance(error, Hopeless):
        _finish(workspace, row, {"state": table.FAILED, "error": name})
        return
    values = {
        "state": table.QUEUED,
        "error": name,
        "progress": 0,
        "due_at": workspace.now() + runner.pause * row.attempts,
    }
    run_write(
        workspace.engine,
        lambda session: table.update_claimed(session, row.id, row.attempts, values=values),
    )


def find_place(error: BaseException) -> str:
    """Return file and line where an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def _keep(workspace: Workspace, row: AnyRow, media_type: str, body: bytes | None) -> None:
    """Keep the document, if there is one, and end the job together.

    Nothing is done if another worker has the job by now.
    """
    now = workspace.now()
    ended: dict[str, object] = {
        "state": table.DONE,
        "progress": 100,
        "payload": None,
        "error": "",
        "finished_at": now,
    }
    document: dict[str, object] = {
        "job_id": row.id,
        "media_type": media_type,
        "body": body,
        "created_at": now,
        "used_at": now,
    }

    def work(session: Session) -> None:
        if table.update_claimed(session, row.id, row.attempts, values=ended) and body is not None:
            table.write_document(session, document)

    run_write(workspace.engine, work)
