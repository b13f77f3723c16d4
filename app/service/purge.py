"""Delete what was kept long enough."""

from datetime import timedelta
from typing import Final

from app.service.administration.purging import purge_deleted
from app.service.opening import retention
from app.service.workspace import Workspace
from app.store.account import delete_old_sign_ins, delete_old_tokens
from app.store.audit import add_audit
from app.store.check import delete_checks_until
from app.store.edition import drop_unused_editions
from app.store.engine import Session, run_write
from app.store.heartbeat import drop_beats_before
from app.store.job import delete_jobs_before
from app.store.throttle import drop_old_counts

SILENT_WORKER: Final = timedelta(days=1)


def purge_expired(workspace: Workspace) -> int:
    """Delete checks not visited for the days set, old documents and counters, what was deleted.

    Returns:
        How many checks were deleted.

    Raises:
        StorageError: The database can't take it.
    """
    now = workspace.now()
    documents = timedelta(days=workspace.settings.document_days)

    def work(session: Session) -> int:
        count = delete_checks_until(session, now - retention(workspace))
        delete_jobs_before(session, now - documents)
        drop_old_counts(session, now)
        delete_old_sign_ins(session, now)
        delete_old_tokens(session, now)
        drop_beats_before(session, now - SILENT_WORKER)
        drop_unused_editions(session)
        if count:
            add_audit(session, now, action="checks_expired", count=count)
        return count

    purge_deleted(workspace)
    return run_write(workspace.engine, work)
