"""Queries on one person's own account: their devices, spare codes, other sign-ins, organisation."""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from app.store.account import IdentityRow, OrganisationRow, RecoveryCodeRow, SignInRow
from app.store.base import AnyRow


def list_sign_ins(session: Session, account_id: str) -> Sequence[AnyRow]:
    """Return the devices somebody is signed in on, the one used last first."""
    query = select(*SignInRow.__table__.c).where(SignInRow.account_id == account_id)
    return session.execute(query.order_by(SignInRow.seen_at.desc(), SignInRow.hash)).all()


def count_recovery_codes(session: Session, account_id: str) -> int:
    """Return how many spare codes somebody has left."""
    left = (RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCodeRow).where(*left)) or 0


def list_identities(session: Session, account_id: str) -> Sequence[AnyRow]:
    """Return who somebody is at other sign-in services."""
    query = select(*IdentityRow.__table__.c).where(IdentityRow.account_id == account_id)
    return session.execute(query.order_by(IdentityRow.issuer, IdentityRow.subject)).all()


def find_identity(session: Session, issuer: str, subject: str) -> AnyRow | None:
    """Return whose a subject of another sign-in service is."""
    mine = (IdentityRow.issuer == issuer, IdentityRow.subject == subject)
    return session.execute(select(*IdentityRow.__table__.c).where(*mine)).first()


def insert_identity(session: Session, values: dict[str, object]) -> None:
    """Keep that a subject of another sign-in service is somebody's."""
    session.execute(insert(IdentityRow), [values])


def delete_identities(session: Session, account_id: str) -> int:
    """Forget who somebody is elsewhere; returns how many it were."""
    gone = delete(IdentityRow).where(IdentityRow.account_id == account_id)
    return len(session.execute(gone.returning(IdentityRow.subject)).all())


def find_organisation(session: Session, organisation_id: str) -> AnyRow | None:
    """Return an organisation by its id."""
    mine = OrganisationRow.id == organisation_id
    return session.execute(select(*OrganisationRow.__table__.c).where(mine)).first()


def find_organisation_by_name(session: Session, name: str) -> AnyRow | None:
    """Return the organisation that is called exactly so, the oldest of several."""
    query = select(*OrganisationRow.__table__.c).where(OrganisationRow.name == name)
    ordered = query.order_by(OrganisationRow.created_at, OrganisationRow.id)
    return session.execute(ordered.limit(1)).first()


def insert_organisation(session: Session, values: dict[str, object]) -> None:
    """Keep a new organisation."""
    session.execute(insert(OrganisationRow), [values])
