"""A new account: what somebody says of themselves, and the row that is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from app.presentation.language import LANGUAGES, N_
from app.service.account.name import read_name
from app.service.account.password import find_fault, hash_password
from app.service.mail import read_email
from app.service.workspace import Workspace
from app.store import account as table
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
    session: Session, workspace: Workspace, newcomer: Newcomer, *, password_hash: str = ""
) -> str | None:
    """Make the account inside the transaction that allows it.

    The hash is worked out before, so that other writers do not wait for it.

    Returns:
        Its id; None where the address has one already.
    """
    if table.find_account_by_email(session, newcomer.email) is not None:
        return None
    now, account_id = workspace.now(), uuid4().hex
    row: dict[str, object] = {
        "id": account_id,
        "email": newcomer.email,
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


def hash_of(newcomer: Newcomer) -> str:
    """Work out the hash of a newcomer's password."""
    return hash_password(newcomer.password)
