"""Whose account somebody who was proven by another service has, and how one comes to be linked.

Issuer and subject alone tell who somebody is. A mail address never does: whoever runs a service may
say any, and addresses change hands.
"""

from app.presentation.mail import IDENTITY_LINKED
from app.service.account.accepting import take_offers
from app.service.account.changing import tell_owner
from app.service.account.confirming import Proof, check_proof, read_own_row
from app.service.account.joining import Newcomer, insert_newcomer
from app.service.account.name import read_name
from app.service.account.oidc import Identity, OidcError
from app.service.account.proving import Proven, finish
from app.service.account.second_step import needs_second_step
from app.service.account.token import INVITATION, SECOND_STEP, make_token, peek_token
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.workspace import Workspace
from app.store import account as table
from app.store import own_account as own
from app.store.audit import add_audit
from app.store.engine import Session, run_write


def enter_by_identity(
    actor: Actor, workspace: Workspace, identity: Identity, *, device: str, invitation: str = ""
) -> Proven:
    """Sign in whoever another service has proven, if they are linked to an account.

    Who is not and holds an invitation joins by it, without a password here. The second step is
    asked for as it is after a password.

    Raises:
        OidcError: They have no account here, or it is disabled.
        NotFound: The invitation opens nothing (any more).
    """

    def work(session: Session) -> Proven | None:
        found = own.find_identity(session, identity.issuer, identity.subject)
        if found is None and invitation:
            made = _join(session, workspace, identity, invitation)
            return Proven(made, finish(session, workspace, made, actor=actor, device=device))
        row = table.find_account(session, found.account_id) if found else None
        if row is None or row.state != table.ACTIVE:
            add_audit(
                session, workspace.now(), action="sign_in_failed", subject=row.id if row else ""
            )
            return None
        if needs_second_step(row):
            step = make_token(session, workspace, SECOND_STEP, account_id=row.id, device=device)
            return Proven(row.id, next_step=step)
        return Proven(row.id, finish(session, workspace, row.id, actor=actor, device=device))

    made = run_write(workspace.engine, work)
    if made is None:
        raise OidcError("nobody's identity")
    return made


def _join(session: Session, workspace: Workspace, identity: Identity, invitation: str) -> str:
    """Make an account by an invitation; its address is the invitation's, else a verified one."""
    row = peek_token(session, workspace, INVITATION, invitation)
    email = (row.detail["email"] or identity.email) if row is not None else ""
    if not email:
        raise NotFound
    newcomer = Newcomer(read_name(identity.name) or email.partition("@")[0], email, "")
    # The invitation was sent there, or the service has verified it.
    made = insert_newcomer(session, workspace, newcomer, is_confirmed=True)
    if made is None:
        # There is an account with this address: its owner signs in as usual and links it there.
        raise NotFound
    take_offers(session, workspace, invitation, made)
    _insert(session, workspace, identity, made)
    return made


def link_identity(
    actor: Actor, workspace: Workspace, identity: Identity, *, account_id: str | None
) -> None:
    """Link who somebody is elsewhere to the account they are signed in with.

    Raises:
        SignedOut: Nobody is signed in.
        OidcError: They left with another account, or it is somebody else's identity.
    """
    row = read_own_row(actor, workspace)
    if account_id != row.id:
        raise OidcError("another account left")

    def work(session: Session) -> str:
        found = own.find_identity(session, identity.issuer, identity.subject)
        if found is None:
            _insert(session, workspace, identity, row.id)
            tell_owner(session, workspace, row, IDENTITY_LINKED)
        return str(found.account_id) if found else row.id

    if run_write(workspace.engine, work) != row.id:
        raise OidcError("somebody else's identity")


def _insert(session: Session, workspace: Workspace, identity: Identity, account_id: str) -> None:
    now = workspace.now()
    values: dict[str, object] = {
        "issuer": identity.issuer,
        "subject": identity.subject,
        "account_id": account_id,
        "created_at": now,
    }
    own.insert_identity(session, values)
    add_audit(session, now, action="identity_linked", subject=account_id, actor=account_id)


def unlink_identities(actor: Actor, workspace: Workspace, *, proof: Proof) -> dict[str, str]:
    """Let no other service sign somebody in any more; returns what is wrong, as message ids.

    Raises:
        SignedOut: Nobody is signed in.
        NotFound: They have no password, so nothing would be left to sign in with.
    """
    row = read_own_row(actor, workspace)
    if not row.password:
        raise NotFound
    problems = check_proof(actor, workspace, proof)
    if problems:
        return problems

    def work(session: Session) -> None:
        own.delete_identities(session, row.id)
        now = workspace.now()
        add_audit(session, now, action="identities_unlinked", subject=row.id, actor=row.id)

    run_write(workspace.engine, work)
    return {}
