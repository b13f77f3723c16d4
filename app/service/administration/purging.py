"""Take away for good what was deleted and whose days of grace have passed."""

from datetime import timedelta

from app.service.workspace import Workspace
from app.store.administration import list_accounts_to_erase
from app.store.audit import add_audit
from app.store.engine import Session, run_write
from app.store.own_data import erase_person
from app.store.purging import list_assessments_to_purge, purge_assessment, purge_units


def purge_deleted(workspace: Workspace) -> int:
    """Delete assessments, units and accounts whose days of grace have passed.

    With an assessment go its jobs, their documents and files nothing else refers to. Of an account
    the row stays without name and address.

    Returns:
        How many there were.

    Raises:
        StorageError: The database can't take it.
    """
    now = workspace.now()
    until = now - timedelta(days=workspace.settings.grace_days)

    def work(session: Session) -> int:
        assessments = list_assessments_to_purge(session, until)
        for assessment in assessments:
            purge_assessment(session, assessment)
            add_audit(session, now, action="assessment_purged", subject=assessment)
        units = purge_units(session, until)
        for unit in units:
            add_audit(session, now, action="unit_purged", subject=unit)
        accounts = list_accounts_to_erase(session, until)
        for account in accounts:
            erase_person(session, account, now=now)
            add_audit(session, now, action="user_erased", subject=account)
        return len(assessments) + len(units) + len(accounts)

    return run_write(workspace.engine, work)
