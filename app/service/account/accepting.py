"""Invitations at the other end: what one offers, and taking it."""

from dataclasses import dataclass
from datetime import datetime

from app.service.access import require_account
from app.service.account.invitation import Grant, note_invitation, read_grants
from app.service.account.joining import Newcomer, confirm_address, hash_of, insert_newcomer
from app.service.account.proving import Proven, finish
from app.service.account.token import INVITATION, peek_token, use_token
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.permission import FOCAL_POINT, GRANT, UNIT_ACTIONS, has_role_for
from app.service.throttle import FailureLimit
from app.service.workspace import Workspace
from app.store import account as table
from app.store.assessment import find_assessment
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.teamwork import insert_assignment
from app.store.unit import (
    find_unit,
    grant_assessment_role,
    grant_unit_role,
    read_assessment_roles,
    read_unit_roles,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A grant with what it is about; `assessment` is None for one on a unit."""

    grant: Grant
    unit: AnyRow
    assessment: AnyRow | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as the page shows it.

    Attributes:
        inviter: Name of who invites; empty for a former member and for the command line.
        email: The address it was made for; empty for whoever gets the link.
        has_account: Whether somebody has an account with that address, confirmed.
        offers: What it gives.
        expires_at: How long it is good.
    """

    inviter: str
    email: str
    has_account: bool
    offers: tuple[Offer, ...]
    expires_at: datetime


def read_invitation(workspace: Workspace, secret: str) -> Invited | None:
    """Look what an invitation offers without using it; None for one that opens nothing."""
    with read_session(workspace.engine) as session:
        row = peek_token(session, workspace, INVITATION, secret)
        if row is None:
            return None
        offers = _find_offers(session, row)
        if offers is None:
            return None
        inviter = table.find_account(session, row.created_by) if row.created_by else None
        email = row.detail["email"]
        known = bool(email) and table.find_confirmed_account(session, email) is not None
    return Invited(inviter.name if inviter else "", email, known, offers, row.expires_at)


def accept_invitation(actor: Actor, workspace: Workspace, secret: str) -> None:
    """Take what an invitation offers with the account somebody is signed in with.

    One that was sent to the account's address confirms it: only who reads its mails has the link.

    Raises:
        SignedOut: They are not signed in.
        NotFound: It opens nothing (any more).
    """
    account = require_account(actor)

    def work(session: Session) -> None:
        row = peek_token(session, workspace, INVITATION, secret)
        take_offers(session, workspace, secret, account)
        mine = table.find_account(session, account)
        if row is not None and mine is not None and row.detail["email"] == mine.email:
            confirm_address(session, workspace, mine, by=account)

    run_write(workspace.engine, work)


def join_by_invitation(
    actor: Actor, workspace: Workspace, secret: str, *, newcomer: Newcomer, device: str
) -> Proven | None:
    """Make an account by an invitation, take what it offers, and sign in.

    Returns:
        Whose it is, with the secret for the device's cookie; None where the address has an account
        already: its owner signs in and accepts then. One that never confirmed it stands in nobody's
        way who was invited by a mail to that address.

    Raises:
        NotFound: It opens nothing (any more), or was made for another address.
        TooMany: It was tried with too many addresses that have one.
    """
    # Whether an address is known is told to the holder of a link, but not of one after the other.
    limit = FailureLimit(workspace, "invitation")
    limit.check(actor.address, secret)
    password_hash = hash_of(newcomer)

    def work(session: Session) -> Proven | None:
        row = peek_token(session, workspace, INVITATION, secret)
        if row is None or row.detail["email"] not in {"", newcomer.email}:
            raise NotFound
        made = insert_newcomer(
            session, workspace, newcomer, is_confirmed=bool(row.detail["email"]),
            password_hash=password_hash,
        )  # fmt: skip
        if made is None:
            return None
        take_offers(session, workspace, secret, made)
        return Proven(made, finish(session, workspace, made, actor=actor, device=device))

    made = run_write(workspace.engine, work)
    if made is None:
        limit.count(actor.address, secret)
    return made


def take_offers(session: Session, workspace: Workspace, secret: str, account: str) -> None:
    """Use an invitation up and give what it offers to an account.

    Raises:
        NotFound: It opens nothing (any more).
    """
    row = use_token(session, workspace, INVITATION, secret)
    offers = _find_offers(session, row) if row is not None else None
    if row is None or offers is None:
        raise NotFound
    for offer in offers:
        _give(session, workspace, offer.grant, account=account, given_by=row.created_by)
    grants = [offer.grant for offer in offers]
    note_invitation(session, workspace, "invitation_accepted", grants, actor=account)


def _give(
    session: Session, workspace: Workspace, grant: Grant, *, account: str, given_by: str | None
) -> None:
    now = workspace.now()
    given: dict[str, object] = {
        "account_id": account,
        "role": grant.role,
        "granted_by": given_by,
        "granted_at": now,
    }
    if grant.unit_id:
        grant_unit_role(session, given | {"unit_id": grant.unit_id})
        return
    grant_assessment_role(session, given | {"assessment_id": grant.assessment_id})
    if grant.node is not None:
        row: dict[str, object] = {
            "assessment_id": grant.assessment_id,
            "node": grant.node,
            "account_id": account,
            "due": grant.due,
            "assigned_by": given_by,
            "assigned_at": now,
        }
        insert_assignment(session, row)


def _find_offers(session: Session, row: AnyRow) -> tuple[Offer, ...] | None:
    """Give what of an invitation still holds; None where nothing of it does."""
    grants = read_grants(row.detail)
    maker = table.find_account(session, row.created_by) if row.created_by else None
    if row.created_by and (maker is None or maker.state != table.ACTIVE):
        return None
    found = (_find_offer(session, grant, maker) for grant in grants)
    offers = tuple(offer for offer in found if offer is not None)
    return offers if offers or not grants else None


def _find_offer(session: Session, grant: Grant, maker: AnyRow | None) -> Offer | None:
    if grant.unit_id:
        unit = find_unit(session, grant.unit_id)
        if unit is None or not _may_give(session, grant, maker, unit_id=unit.id):
            return None
        return Offer(grant, unit)
    row = find_assessment(session, grant.assessment_id)
    unit = find_unit(session, row.unit_id) if row is not None else None
    if row is None or unit is None:
        return None
    allowed = _may_give(session, grant, maker, unit_id=unit.id)
    return Offer(grant, unit, row) if allowed else None


def _may_give(session: Session, grant: Grant, maker: AnyRow | None, *, unit_id: str) -> bool:
    """Tell whether who made an invitation may still give this there; the console always may.

    An administrator names focal points of units; of assessments they give nothing away.
    """
    if maker is None:
        return True
    if grant.unit_id and grant.role == FOCAL_POINT and maker.is_admin:
        return True
    roles = read_unit_roles(session, unit_id, maker.id)
    if grant.unit_id:
        return bool(roles & UNIT_ACTIONS["unit:grant"])
    roles |= read_assessment_roles(session, grant.assessment_id, maker.id)
    return has_role_for(GRANT, roles)
