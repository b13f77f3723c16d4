"""Switch the second step of signing in on and off, and make new spare codes."""

from dataclasses import dataclass, field

from app.presentation.mail import SECOND_STEP_OFF, SECOND_STEP_ON
from app.service.account.changing import tell_owner
from app.service.account.confirming import WRONG_CODE, Proof, check_proof, read_own_row
from app.service.account.second_step import (
    find_step,
    lock_secret,
    make_spare_codes,
    make_totp_secret,
    unlock_secret,
    write_key_uri,
)
from app.service.account.token import SECOND_STEP
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, run_write


@dataclass(frozen=True, slots=True)
class Offer:
    """A key for an app, before it is used.

    Attributes:
        key: As an app takes it by hand, in groups of four letters.
        uri: As an app takes it by picture.
        locked: For the form: the key, encrypted and bound to the account, so that nothing is kept
            of it before it is used.
    """

    key: str = field(repr=False)
    uri: str = field(repr=False)
    locked: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Changed:
    """New spare codes to be shown once, or what is wrong by field as message ids."""

    codes: tuple[str, ...] = field(default=(), repr=False)
    problems: dict[str, str] = field(default_factory=dict)


def offer_second_step(
    actor: Actor, workspace: Workspace, *, issuer: str, locked: str = ""
) -> Offer:
    """Make a key for an app, or show the one again that a form carries.

    Raises:
        SignedOut: Nobody is signed in.
    """
    row = read_own_row(actor, workspace)
    secret = _read_offer(workspace, row.id, locked) or make_totp_secret()
    packed = lock_secret(workspace, f"{row.id}:{secret}")
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return Offer(groups, write_key_uri(secret, email=row.email or row.id, issuer=issuer), packed)


def _read_offer(workspace: Workspace, account_id: str, locked: str) -> str:
    plain = unlock_secret(workspace, locked) or ""
    owner, _, secret = plain.partition(":")
    return secret if owner == account_id else ""


def switch_on(
    actor: Actor, workspace: Workspace, *, proof: Proof, locked: str, code: str
) -> Changed:
    """Ask for a code from now on, once one was given that is right; other devices are signed out.

    Raises:
        SignedOut: Nobody is signed in.
        NotFound: It is on already.
    """
    row = read_own_row(actor, workspace)
    if row.totp:
        raise NotFound
    problems = check_proof(actor, workspace, proof)
    secret, plain = _read_offer(workspace, row.id, locked), "".join(code.split())
    fits = plain.isascii() and plain.isdigit() and bool(secret)
    step = find_step(secret, plain, now=workspace.now(), after=0) if fits else None
    if step is None:
        problems["code"] = WRONG_CODE
    if problems or step is None:
        return Changed(problems=problems)

    def work(session: Session) -> tuple[str, ...]:
        _find_present(session, row, totp="")
        values: dict[str, object] = {"totp": lock_secret(workspace, secret), "totp_step": step}
        table.update_account(session, row.id, values)
        table.delete_sign_ins(session, row.id, but=actor.sign_in)
        _note(session, workspace, row, "second_step_on")
        tell_owner(session, workspace, row, SECOND_STEP_ON)
        return make_spare_codes(session, row.id)

    return Changed(codes=run_write(workspace.engine, work))


def switch_off(actor: Actor, workspace: Workspace, *, proof: Proof) -> dict[str, str]:
    """Ask for no code any more; returns what is wrong by field, as message ids.

    Raises:
        SignedOut: Nobody is signed in.
        NotFound: It is off already.
    """
    row = read_own_row(actor, workspace)
    if not row.totp:
        raise NotFound
    problems = check_proof(actor, workspace, proof, with_code=True)
    if problems:
        return problems

    def work(session: Session) -> None:
        _find_present(session, row, totp=row.totp)
        clear_second_step(session, row.id)
        _note(session, workspace, row, "second_step_off")
        tell_owner(session, workspace, row, SECOND_STEP_OFF)

    run_write(workspace.engine, work)
    return {}


def clear_second_step(session: Session, account_id: str) -> None:
    """Forget key and spare codes inside a transaction that has asked whether one may.

    The last step of time stays, so that no code works twice whatever is switched between.
    """
    table.update_account(session, account_id, {"totp": ""})
    table.replace_recovery_codes(session, account_id, ())
    table.drop_tokens(session, account_id, purpose=SECOND_STEP)


def renew_spare_codes(actor: Actor, workspace: Workspace, *, proof: Proof) -> Changed:
    """Make new spare codes; older ones open nothing any more.

    Raises:
        SignedOut: Nobody is signed in.
        NotFound: The second step is off.
    """
    row = read_own_row(actor, workspace)
    if not row.totp:
        raise NotFound
    problems = check_proof(actor, workspace, proof, with_code=True)
    if problems:
        return Changed(problems=problems)

    def work(session: Session) -> tuple[str, ...]:
        _find_present(session, row, totp=row.totp)
        _note(session, workspace, row, "spare_codes_made")
        return make_spare_codes(session, row.id)

    return Changed(codes=run_write(workspace.engine, work))


def has_second_step(actor: Actor, workspace: Workspace) -> bool:
    """Tell whether signing in asks for a code.

    Raises:
        SignedOut: Nobody is signed in.
    """
    return bool(read_own_row(actor, workspace).totp)


def _find_present(session: Session, row: AnyRow, *, totp: str) -> None:
    """Go on only if nobody changed it meanwhile."""
    present = table.find_account(session, row.id)
    if present is None or present.totp != totp or present.state != table.ACTIVE:
        raise NotFound


def _note(session: Session, workspace: Workspace, row: AnyRow, action: str) -> None:
    add_audit(session, workspace.now(), action=action, subject=row.id, actor=row.id)
