"""Invite somebody to a unit or to one assessment, by mail or by a link to hand on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from app.service.access import Access, UnitAccess, write_in, write_in_unit
from app.service.account.invitation import (
    Grant,
    Invitation,
    Letter,
    list_invitations,
    mail_invitation,
    make_invitation,
    revoke_invitation,
)
from app.service.actor import Actor
from app.service.assessment.assigned import questions_below
from app.service.assessment.opening import find_toolkit
from app.service.error import NotAChoice, NotFound, TooMany
from app.service.permission import GRANT
from app.service.unit.people import GRANT as GRANT_UNIT
from app.service.workspace import Workspace
from app.store.account import find_account
from app.store.engine import Session

MOST_OPEN = 200
"""Open invitations to one unit or assessment."""
AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom to invite as what.

    Attributes:
        role: A key of the table of roles.
        email: Where the invitation goes; empty for a link to hand on.
        language: The language of the mail.
        nodes: Parts of an assessment to answer; `""` is all of it.
        due: Until when.
    """

    role: str
    email: str = field(default="", repr=False)
    language: str = "en"
    nodes: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a mail says beside the link: where it leads to, and what it invites to.

    `address` turns a secret into the whole address of its page; `what` names unit or assessment in
    a language.
    """

    address: Callable[[str], str]
    what: Callable[[str], str]


def invite_to_unit(
    actor: Actor, workspace: Workspace, unit_id: str, guest: Guest, *, head: Letterhead
) -> str:
    """Invite somebody to a role on a unit; returns the secret of the link.

    Raises:
        NotFound: The actor may not.
        NotAChoice: No such role, or no mail address.
        TooMany: There are too many open invitations already.
    """
    grants = (Grant(guest.role, unit_id=unit_id),)

    def work(session: Session, access: UnitAccess) -> str:
        return send_invitation(session, workspace, guest, grants, made_by=access.account,
                               head=head)  # fmt: skip

    return write_in_unit(actor, workspace, action=GRANT_UNIT, unit_id=unit_id, work=work)


def invite_to_assessment(
    actor: Actor, workspace: Workspace, assessment_id: str, guest: Guest, *, head: Letterhead
) -> str:
    """Invite somebody to an assessment, with what they are to answer; returns the link's secret.

    Raises:
        NotFound: The actor may not.
        NotAChoice: No such role or part, or no mail address.
        TooMany: There are too many open invitations already.
    """

    def work(session: Session, access: Access) -> str:
        toolkit = find_toolkit(workspace, access.row)
        if not all(questions_below(toolkit, node) for node in guest.nodes):
            raise NotAChoice("node")
        grants = tuple(
            Grant(guest.role, assessment_id=assessment_id, node=node, due=guest.due)
            for node in (guest.nodes or (None,))
        )
        return send_invitation(session, workspace, guest, grants, made_by=access.account, head=head)

    return write_in(actor, workspace, action=GRANT, assessment_id=assessment_id, work=work)


def send_invitation(  # noqa: PLR0913  # what an invitation is made of
    session: Session, workspace: Workspace, guest: Guest, grants: tuple[Grant, ...], *,
    made_by: str, head: Letterhead,
) -> str:  # fmt: skip
    """Make an invitation inside a transaction that has asked whether `made_by` may.

    Raises:
        NotAChoice: No such role, or no mail address.
        TooMany: There are too many open invitations already, or too many went to the address.
    """
    if len(list_invitations(session, workspace, grants[0].subject)) >= MOST_OPEN:
        raise TooMany(AN_HOUR)
    invitation = Invitation(grants, guest.email, guest.language)
    secret = make_invitation(session, workspace, invitation, made_by=made_by)
    if guest.email:
        inviter = find_account(session, made_by)
        if inviter is None:
            raise NotFound
        letter = Letter(inviter.name, head.what(guest.language), head.address(secret))
        mail_invitation(session, workspace, invitation, letter)
    return secret


def withdraw_from_assessment(
    actor: Actor, workspace: Workspace, assessment_id: str, invitation_id: str
) -> None:
    """Take back an invitation to an assessment that nobody accepted yet.

    Raises:
        NotFound: The actor may not, or there is no such invitation.
    """

    def work(session: Session, access: Access) -> None:
        revoke_invitation(
            session, workspace, invitation_id, subject=assessment_id, actor=access.account
        )

    write_in(actor, workspace, action=GRANT, assessment_id=assessment_id, work=work)
