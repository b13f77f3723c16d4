"""A visitor's quick-check: open it, save answers, delete it."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from app.service.actor import Actor
from app.service.check_state import CheckState, Saved, Submission
from app.service.error import NotFound, StorageError
from app.service.opening import build_state, find_living, is_about, read_stored
from app.service.saving import Saving
from app.service.workspace import Workspace
from app.store import check as table
from app.store.audit import add_audit
from app.store.engine import Session, read_session, run_write

VISIT_STEP: Final = timedelta(days=1)
"""A visit is written down at most this often, so that reading stays reading."""


def open_check(
    actor: Actor, workspace: Workspace, toolkit_id: str, country: str
) -> CheckState | None:
    """Return the check the actor's cookie opens for this toolkit and country, if it does.

    None stands for a stranger and for a wrong, deleted or expired check alike.

    Raises:
        StorageError: The database can't be read.
    """
    if not actor.key:
        return None
    with read_session(workspace.engine) as session:
        found = find_living(session, workspace, actor.key, purpose=table.COOKIE)
        if found is None or not is_about(found, toolkit_id, country):
            return None
        stored = read_stored(session, found.row.id)
    if workspace.now() - found.row.visited_at >= VISIT_STEP:
        _note_visit(workspace, found.row.id)
    return build_state(workspace, found, stored)


def _note_visit(workspace: Workspace, check_id: str) -> None:
    values: dict[str, object] = {"visited_at": workspace.now()}
    # A full disk must not keep anybody from reading.
    with suppress(StorageError):
        run_write(workspace.engine, lambda session: table.update_check(session, check_id, values))


def save_answers(actor: Actor, workspace: Workspace, submission: Submission) -> Saved:
    """Save answers in one transaction; the first one that says anything creates the check.

    An answer equal to what is stored is no conflict and makes no new version. One that was given
    without having seen the stored version is not written: both come back, to choose from. What
    was acknowledged here is on the disk.

    Raises:
        NotFound: No such open toolkit or country.
        NotAChoice: A question or parameter the toolkit does not have.
        StorageError: The database can't take it; nothing was saved.
        TextError: A text can't be kept faithfully; nothing was saved.
    """
    # Asked for outside the transaction, which should be short: it may have to load an edition.
    country = workspace.reference.current().country(submission.country)
    saving = Saving(
        actor, workspace, submission, workspace.reference.edition(), country is not None
    )
    done = run_write(workspace.engine, saving.run)
    if done is None:
        return Saved(None, (), (), None)
    check = build_state(workspace, done.found, done.answers)
    saved = done.changes.written + done.changes.kept
    return Saved(check, saved, done.changes.conflicts, done.new_keys)


def delete_check(actor: Actor, workspace: Workspace, toolkit_id: str, country: str) -> None:
    """Delete the actor's check now: answers, cookies, link and made documents.

    Raises:
        NotFound: The actor's cookie opens no such check.
        StorageError: The database can't take it; the check is still there.
    """

    def work(session: Session) -> None:
        found = find_living(session, workspace, actor.key, purpose=table.COOKIE, lock=True)
        if found is None or not is_about(found, toolkit_id, country):
            raise NotFound
        table.delete_check(session, found.row.id)
        add_audit(session, workspace.now(), action="check_deleted", subject=found.row.id)

    run_write(workspace.engine, work)
