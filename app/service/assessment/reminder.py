"""Mails to people about their actions in plans: once before the day, once when it is past.

Sent by the worker. A mail is queued in the transaction that marks its actions, so it goes out once,
however many workers there are and whenever one of them dies.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Final

from app.presentation.language import load_translator
from app.presentation.mail import Mail
from app.presentation.view.assessment.naming import name_unit
from app.presentation.view.assessment.plan import OPEN_STATUSES, build_action
from app.presentation.view.assessment.reminder import write_reminder
from app.service.assessment.opening import find_toolkit, setting_of
from app.service.assessment.plan import restore_action
from app.service.assessment.plan_calendar import find_base, may_follow
from app.service.mail import read_email, send_mail
from app.service.permission import SUPERSEDED
from app.service.toolkit_language import open_wording
from app.service.workspace import Workspace
from app.store import plan as table
from app.store.account import ACTIVE, find_account
from app.store.assessment import find_assessment
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write

BEFORE: Final = "reminded_at"
AFTER: Final = "overdue_reminded_at"


@dataclass(slots=True)
class _Batch:
    """What one person is told of one plan."""

    account_id: str
    assessment_id: str
    soon: list[AnyRow] = field(default_factory=list)
    overdue: list[AnyRow] = field(default_factory=list)


def remind_owners(workspace: Workspace) -> int:
    """Send the mails that are due now; returns how many.

    Nobody is told of a plan they may not see, did not want mails of, or of a round that a later
    one took the place of. Of an action that was taken over into a later round only the newest copy
    counts, from the moment it was taken over: approved or not, that is where it goes on.

    Raises:
        StorageError: The database can't take it; what was not marked is sent next time.
    """
    today = workspace.now().date()
    until = today + timedelta(days=workspace.settings.reminder_days)
    with read_session(workspace.engine) as session:
        rows = table.list_open_actions(session, until, sorted(OPEN_STATUSES))
    count = 0
    for batch in _gather(rows, today):
        count += run_write(workspace.engine, partial(_remind, workspace, batch))
    return count


def _gather(rows: Iterable[AnyRow], today: date) -> list[_Batch]:
    batches = []
    for key, group in groupby(rows, key=lambda row: (row.owner_id, row.assessment_id)):
        batch = _Batch(*key)
        for row in group:
            if row.due < today:
                batch.overdue.append(row)
            elif row.reminded_at is None:
                batch.soon.append(row)
        if batch.soon or batch.overdue:
            batches.append(batch)
    return batches


def _remind(workspace: Workspace, batch: _Batch, session: Session) -> int:
    # Whoever begins the next round at the same moment waits here, or has copied the actions.
    row = find_assessment(session, batch.assessment_id, lock=True)
    account = find_account(session, batch.account_id)
    if row is None or account is None or not _is_told(session, row, account):
        return 0
    now = workspace.now()
    soon = [item for item in batch.soon if _claim(session, row, item, (BEFORE, now))]
    late = [item for item in batch.overdue if _claim(session, row, item, (AFTER, now))]
    if not soon and not late:
        return 0
    send_mail(session, workspace, _write(workspace, row, account, (soon, late)), to=account.email)
    return 1


def _claim(session: Session, row: AnyRow, item: AnyRow, mark: tuple[str, datetime]) -> bool:
    is_newest = table.find_newest_copy(session, item.id, row) == item.id
    return is_newest and table.claim_reminder(session, item, *mark)


def _is_told(session: Session, row: AnyRow, account: AnyRow) -> bool:
    if row.state == SUPERSEDED or account.state != ACTIVE:
        return False
    if not account.email or read_email(account.email) is None:
        return False
    follower = table.find_follower(session, row.id, account.id)
    wants_mail = follower is None or follower.wants_mail
    return wants_mail and may_follow(session, row, account.id)


def _write(
    workspace: Workspace, row: AnyRow, account: AnyRow, what: tuple[list[AnyRow], list[AnyRow]]
) -> Mail:
    translator = load_translator(account.language)
    wording = open_wording(workspace, find_toolkit(workspace, row), setting_of(row), translator)
    reference = workspace.reference.current()
    unit = name_unit(reference, translator, country=row.country, name=row.name)
    today, names = workspace.now().date(), {account.id: account.name}
    soon, late = (
        [build_action(wording, restore_action(item), names, today=today) for item in rows]
        for rows in what
    )
    base = find_base(workspace, row.id)
    return write_reminder(translator, unit=unit, soon=soon, late=late, link=base and f"{base}/plan")
