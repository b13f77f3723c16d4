"""Names of people: what is taken as one."""

import unicodedata
from typing import Final

from app.service.actor import Actor
from app.service.workspace import Workspace
from app.store.account import find_account
from app.store.engine import read_session

LONGEST: Final = 120
# Control, format (which turns text around), half characters, private use: nothing of it is a name.
# Joiners are format characters too, but names in Persian, Hindi and others need them.
_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"


def read_name(text: str) -> str | None:
    """Return a name with single spaces; None for what can't be one."""
    plain = unicodedata.normalize("NFC", " ".join(text[: 4 * LONGEST].split()))
    if not plain or len(plain) > LONGEST or not any(letter.isalnum() for letter in plain):
        return None
    if any(unicodedata.category(sign) in _REFUSED and sign not in _JOINERS for sign in plain):
        return None
    return plain


def read_own_name(actor: Actor, workspace: Workspace) -> str:
    """Return the name of whoever asks; empty for a visitor."""
    if actor.account is None:
        return ""
    with read_session(workspace.engine) as session:
        row = find_account(session, actor.account)
    return row.name if row else ""
