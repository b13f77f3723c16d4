"""A new account: what somebody says of themselves, and the row that is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from app.presentation.language import LANGUAGES, N_
from app.service.account.name import read_name
from app.service.account.password import find_fault, hash_password
from app.service.account.token import NEW_EMAIL, RESET
from app.service.mail import read_email
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session

NO_NAME = N_("Write your name, as the people you work with know it.")
NO_EMAIL = N_("Write a mail address such as name@example.org.")
KNOWN = N_("There is an account with this mail address. Sign in with it, then open the link again.")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody gives for an account; `email` in lower case."""

    name: str
    email: str
    password: str = field(repr=False)
    language: str = "en"


def read_newcomer(fields: Mapping[str, str], *, email: str = "") -> tuple[Newcomer, dict[str, str]]:
    """Read a form with `name`, `email` and `password`.

    Args:
        fields: What was sent.
        email: The address where it is known already; that of the form is passed over then.

    Returns:
        The newcomer, and by field what is wrong with it as a message id; without any it is fit.
    """
    name, address = read_name(fields.get("name", "")), email or read_email(fields.get("email", ""))
    given = Newcomer(name or "", address or "", fields.get("password", ""))
    problems = {"name": "" if name else NO_NAME, "email": "" if address else NO_EMAIL}
    problems["password"] = find_fault(given.password, name=given.name, email=given.email)
    return given, {place: message for place, message in problems.items() if message}


def insert_newcomer(
    session: Session, workspace: Workspace, newcomer: Newcomer, *,
    is_confirmed: bool, password_hash: str = "",
) -> str | None:  # fmt: skip
    """Make the account inside the transaction that allows it.

    The hash is worked out before, so that other writers do not wait for it. With `is_confirmed` the
    newcomer has proven that the address is theirs.

    Returns:
        Its id; None where the address has one already that stands in the way.
    """
    known = table.find_account_by_email(session, newcomer.email)
    if known is not None and not (is_confirmed and free_address(session, workspace, known)):
        return None
    now, account_id = workspace.now(), uuid4().hex
    row: dict[str, object] = {
        "id": account_id,
        "email": newcomer.email,
        "email_confirmed_at": now if is_confirmed else None,
        "name": newcomer.name,
        "language": newcomer.language if newcomer.language in LANGUAGES else "en",
        "organisation_id": None,
        "password": password_hash,
        "password_at": now if password_hash else None,
        "totp": "",
        "totp_step": 0,
        "is_admin": False,
        "state": table.ACTIVE,
        "created_at": now,
        "seen_at": None,
        "deleted_at": None,
    }
    table.insert_account(session, row)
    return account_id


def free_address(session: Session, workspace: Workspace, known: AnyRow) -> bool:
    """Take an address from an account that never confirmed it, for who proved that it is theirs.

    The account stays with all it has and where it is signed in, so that somebody who only mistyped
    can give another address.

    Returns:
        False where its owner has confirmed it; nothing changed then.
    """
    if known.email_confirmed_at is not None:
        return False
    table.update_account(session, known.id, {"email": None})
    for purpose in (RESET, NEW_EMAIL):
        table.drop_tokens(session, known.id, purpose=purpose)
    add_audit(session, workspace.now(), action="email_lost", subject=known.id)
    return True


def confirm_address(
    session: Session, workspace: Workspace, row: AnyRow, *, by: str | None, via: str = ""
) -> None:
    """Note that an address is its owner's, inside a transaction that knows; once is enough."""
    if row.email is None or row.email_confirmed_at is not None:
        return
    now = workspace.now()
    table.update_account(session, row.id, {"email_confirmed_at": now})
    told = {"via": via} if via else {}
    add_audit(session, now, action="email_confirmed", subject=row.id, actor=by, **told)


def hash_of(newcomer: Newcomer) -> str:
    """Work out the hash of a newcomer's password."""
    return hash_password(newcomer.password)
