"""How many mails of one kind go to one address in a day: nobody's mailbox is filled on purpose."""

from datetime import timedelta
from typing import Final

from app.service.secret import blind
from app.service.workspace import Workspace
from app.store.engine import Session
from app.store.throttle import add_count, read_count

A_DAY: Final = timedelta(days=1)
MOST_MAILS: Final = {"invitation": 10, "known": 3, "confirmation": 5}
"""Mails of each kind to one address, whoever asks for them and whatever became of the links."""


def count_mail(session: Session, workspace: Workspace, kind: str, *, to: str) -> int:
    """Count a mail in the transaction that queues it.

    Returns:
        0 where it may go; the seconds until the next may, where enough of the kind went.
    """
    now = workspace.now()
    key = blind(workspace.settings.secret_key, "mail", kind, to)
    if add_count(session, key, amount=1, now=now, expires_at=now + A_DAY) <= MOST_MAILS[kind]:
        return 0
    _, end = read_count(session, key, now)
    return max(1, round((end - now).total_seconds()))
