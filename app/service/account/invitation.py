"""Invitations: a link that gives roles, and what to answer, to whoever accepts it first.

The link is a secret for one purpose, good once and for some days. It counts only as long as the
person who made it may still give what it gives: who loses a role can leave no open door behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.presentation.language import LANGUAGES, load_translator
from app.presentation.mail import write_invitation
from app.service.account.token import INVITATION, make_token
from app.service.error import NotAChoice, NotFound, TooMany
from app.service.mail import read_email, send_mail
from app.service.mail_limit import count_mail
from app.service.permission import ROLES
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.engine import Session

MOST_GRANTS: Final = 300


@dataclass(frozen=True, slots=True)
class Grant:
    """One thing an invitation gives: a role on a unit, or on one assessment.

    Attributes:
        role: A key of `ROLES`.
        unit_id: The unit, or empty.
        assessment_id: The assessment, or empty; one of the two is set.
        node: The part of the assessment to answer (a pillar, topic or question), all of it for
            "", nothing in particular for None.
        due: The day until when it is to be answered.
    """

    role: str
    unit_id: str = ""
    assessment_id: str = ""
    node: str | None = None
    due: date | None = None

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.assessment_id or self.unit_id


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite to what; without an address the link is for whoever gets it."""

    grants: tuple[Grant, ...]
    email: str = field(default="", repr=False)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Letter:
    """What the mail of an invitation says.

    Attributes:
        inviter: Name of who invites.
        what: The unit or assessment, in the invitation's language.
        link: The whole address of the invitation's page.
    """

    inviter: str
    what: str
    link: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation nobody accepted yet, as people pages list it; `id` opens nothing."""

    id: str
    email: str
    grants: tuple[Grant, ...]
    created_by: str | None
    created_at: datetime
    expires_at: datetime


# --- Making -------------------------------------------------------------------------------------


def make_invitation(
    session: Session, workspace: Workspace, invitation: Invitation, *, made_by: str | None
) -> str:
    """Make an invitation inside a transaction that has asked whether `made_by` may.

    Returns:
        The secret of its link, `/invitation/<secret>`; it can't be read again.

    Raises:
        NotAChoice: A role that is none, no subject or two, or an address that can't be one.
    """
    _check(invitation)
    email = read_email(invitation.email) if invitation.email else ""
    secret = make_token(
        session,
        workspace,
        INVITATION,
        created_by=made_by,
        grants=[_write_grant(grant) for grant in invitation.grants],
        email=email,
        language=invitation.language,
    )
    note_invitation(session, workspace, "invitation_made", invitation.grants, actor=made_by)
    return secret


def mail_invitation(
    session: Session, workspace: Workspace, invitation: Invitation, letter: Letter
) -> None:
    """Queue the mail of an invitation beside `make_invitation`, in the same transaction.

    Raises:
        TooMany: Enough of them went to this address in a day, taken back or not.
    """
    wait = count_mail(session, workspace, "invitation", to=read_email(invitation.email) or "")
    if wait:
        raise TooMany(wait)
    days = workspace.settings.invitation_days
    until = (workspace.now() + timedelta(days=days)).date()
    mail = write_invitation(
        load_translator(invitation.language),
        inviter=letter.inviter,
        what=letter.what,
        link=letter.link,
        until=until,
    )
    send_mail(session, workspace, mail, to=invitation.email)


def _check(invitation: Invitation) -> None:
    if len(invitation.grants) > MOST_GRANTS:
        raise NotAChoice("grants")
    if invitation.language not in LANGUAGES:
        raise NotAChoice("language")
    if invitation.email and read_email(invitation.email) is None:
        raise NotAChoice("email")
    for grant in invitation.grants:
        if grant.role not in ROLES or bool(grant.unit_id) == bool(grant.assessment_id):
            raise NotAChoice("role")
        if grant.node is not None and not grant.assessment_id:
            raise NotAChoice("node")


def _write_grant(grant: Grant) -> dict[str, object]:
    return {
        "role": grant.role,
        "unit_id": grant.unit_id,
        "assessment_id": grant.assessment_id,
        "node": grant.node,
        "due": grant.due.isoformat() if grant.due else None,
    }


def read_grants(detail: Any) -> tuple[Grant, ...]:  # noqa: ANN401  # JSON from the database
    """Read what an invitation gives from what is kept of it."""
    return tuple(
        Grant(**item | {"due": date.fromisoformat(item["due"]) if item["due"] else None})
        for item in detail["grants"]
    )


def note_invitation(
    session: Session,
    workspace: Workspace,
    action: str,
    grants: Sequence[Grant],
    *,
    actor: str | None,
) -> None:
    """Add a line to the trail for each unit and assessment an invitation is about."""
    roles: dict[str, set[str]] = {grant.subject: set() for grant in grants} or {"": set()}
    for grant in grants:
        roles[grant.subject].add(grant.role)
    for subject, given in roles.items():
        add_audit(
            session, workspace.now(), action=action, subject=subject, actor=actor,
            roles=sorted(given),
        )  # fmt: skip


# --- Listing and taking back --------------------------------------------------------------------


def list_invitations(
    session: Session, workspace: Workspace, subject: str
) -> tuple[OpenInvitation, ...]:
    """Return the open invitations to a unit or an assessment, the oldest first."""
    rows = table.list_tokens(session, purpose=INVITATION, now=workspace.now())
    found = (
        OpenInvitation(
            row.hash, row.detail["email"], read_grants(row.detail), row.created_by,
            row.created_at, row.expires_at,
        )
        for row in rows
    )  # fmt: skip
    return tuple(item for item in found if any(grant.subject == subject for grant in item.grants))


def revoke_invitation(
    session: Session, workspace: Workspace, invitation_id: str, *, subject: str, actor: str
) -> None:
    """Take an open invitation back, inside a transaction that has asked whether `actor` may.

    Raises:
        NotFound: There is no such invitation to this unit or assessment, or it was accepted.
    """
    offered = list_invitations(session, workspace, subject)
    found = next((item for item in offered if item.id == invitation_id), None)
    if found is None:
        raise NotFound
    table.delete_token(session, found.id)
    note_invitation(session, workspace, "invitation_revoked", found.grants, actor=actor)
