"""One's own account: name, language, organisation, password, devices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from app.presentation.language import LANGUAGES, N_
from app.service.account.changing import set_password
from app.service.account.confirming import Proof, asks_for_code, check_proof, read_own_row
from app.service.account.joining import NO_NAME
from app.service.account.name import read_name
from app.service.account.password import find_fault, hash_password
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workspace import Workspace
from app.store import account as table
from app.store import own_account as own
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write

LONGEST_ORGANISATION: Final = 120
MARK: Final = 16
"""Characters of a device's hash by which its owner names it."""
NO_ORGANISATION: Final = N_("Write the name of an organisation, or leave this empty.")


@dataclass(frozen=True, slots=True)
class Device:
    """A device somebody is signed in on; `name` is what its browser calls itself."""

    mark: str
    name: str
    since: datetime
    seen: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its owner sees it."""

    name: str
    email: str = field(repr=False)
    is_confirmed: bool
    language: str
    organisation: str
    has_password: bool
    has_second_step: bool
    spare_codes: int
    devices: tuple[Device, ...]
    issuers: tuple[str, ...]
    created: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody says of themselves."""

    name: str
    language: str
    organisation: str = ""


def open_account(actor: Actor, workspace: Workspace) -> OwnAccount:
    """Read the account of whoever is signed in.

    Raises:
        SignedOut: Nobody is.
    """
    row = read_own_row(actor, workspace)
    with read_session(workspace.engine) as session:
        sign_ins = own.list_sign_ins(session, row.id)
        identities = own.list_identities(session, row.id)
        spare = own.count_recovery_codes(session, row.id)
        organisation = (
            own.find_organisation(session, row.organisation_id) if row.organisation_id else None
        )
    return OwnAccount(
        name=row.name,
        email=row.email or "",
        is_confirmed=row.email_confirmed_at is not None,
        language=row.language,
        organisation=organisation.name if organisation else "",
        has_password=bool(row.password),
        has_second_step=bool(row.totp),
        spare_codes=spare,
        devices=_living(sign_ins, actor, workspace),
        issuers=tuple(item.issuer for item in identities),
        created=row.created_at,
    )


def _living(rows: Sequence[AnyRow], actor: Actor, workspace: Workspace) -> tuple[Device, ...]:
    """Give the devices that are still signed in; what was idle too long is not."""
    now, idle = workspace.now(), timedelta(hours=workspace.settings.sign_in_idle_hours)
    return tuple(
        Device(row.hash[:MARK], row.device, row.created_at, row.seen_at, row.hash == actor.sign_in)
        for row in rows
        if now < row.ends_at and now < row.seen_at + idle
    )


def needs_code(actor: Actor, workspace: Workspace, *, with_code: bool = False) -> bool:
    """Tell whether a code is to be asked for before something that matters."""
    return asks_for_code(read_own_row(actor, workspace), with_code=with_code)


def save_profile(actor: Actor, workspace: Workspace, profile: Profile) -> dict[str, str]:
    """Change name, language and organisation; returns what is wrong by field, as message ids.

    Raises:
        SignedOut: Nobody is signed in.
        NotAChoice: No such language.
    """
    row, name = read_own_row(actor, workspace), read_name(profile.name)
    typed = profile.organisation.strip()
    organisation = read_name(typed[: LONGEST_ORGANISATION + 1]) if typed else ""
    if profile.language not in LANGUAGES:
        raise NotAChoice("language")
    problems = {
        "name": "" if name else NO_NAME,
        "organisation": NO_ORGANISATION if organisation is None else "",
    }
    wrong = {place: text for place, text in problems.items() if text}
    if wrong:
        return wrong

    def work(session: Session) -> None:
        values: dict[str, object] = {
            "name": name,
            "language": profile.language,
            "organisation_id": _organisation(session, workspace, organisation or ""),
        }
        table.update_account(session, row.id, values)
        now = workspace.now()
        add_audit(session, now, action="profile_changed", subject=row.id, actor=row.id)

    run_write(workspace.engine, work)
    return {}


def _organisation(session: Session, workspace: Workspace, name: str) -> str | None:
    """Give the id of an organisation of this name, made where there is none."""
    if not name:
        return None
    found = own.find_organisation_by_name(session, name)
    if found is not None:
        return str(found.id)
    made, now = uuid4().hex, workspace.now()
    values: dict[str, object] = {"id": made, "name": name, "country": None, "created_at": now}
    own.insert_organisation(session, values)
    return made


def change_password(
    actor: Actor, workspace: Workspace, *, proof: Proof, password: str
) -> dict[str, str]:
    """Choose another password; other devices are signed out and a mail tells the owner.

    Returns:
        What is wrong by field, as message ids; empty once it is changed.
    """
    row = read_own_row(actor, workspace)
    fault = find_fault(password, name=row.name, email=row.email or "")
    problems = check_proof(actor, workspace, proof)
    problems |= {"password": fault} if fault else {}
    if problems:
        return problems
    fresh = hash_password(password)

    def work(session: Session) -> None:
        present = table.find_account(session, row.id)
        if present is None or present.password != row.password:
            raise NotFound
        set_password(session, workspace, present, password_hash=fresh, actor=actor)

    run_write(workspace.engine, work)
    return {}


def sign_out_device(actor: Actor, workspace: Workspace, *, mark: str) -> None:
    """Sign one of one's other devices out; an empty mark means all of them.

    Raises:
        SignedOut: Nobody is signed in.
        NotFound: No such device of theirs.
    """
    row = read_own_row(actor, workspace)

    def work(session: Session) -> None:
        if mark:
            rows = own.list_sign_ins(session, row.id)
            found = [item.hash for item in rows if item.hash[:MARK] == mark]
            if not found:
                raise NotFound
            table.delete_sign_in(session, found[0])
        else:
            table.delete_sign_ins(session, row.id, but=actor.sign_in)
        now = workspace.now()
        add_audit(session, now, action="device_signed_out", subject=row.id, actor=row.id)

    run_write(workspace.engine, work)
