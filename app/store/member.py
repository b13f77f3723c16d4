"""Queries on the people around a unit: who they are, and who takes part where."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from app.store.account import ACTIVE, AccountRow, OrganisationRow
from app.store.assessment import AssessmentRow
from app.store.base import AnyRow
from app.store.unit import AssessmentRoleRow, UnitRoleRow, UnitRow

COUNTRY_LOCK: Final = 7_301_941
"""PostgreSQL: marks locks on what is not there yet, a country's unit. Only has to be our own."""


def list_members(session: Session, accounts: Iterable[str]) -> Sequence[AnyRow]:
    """Return people by their accounts, each with the name of their organisation."""
    account = AccountRow.__table__
    query = (
        select(
            account.c.id, account.c.name, account.c.email, account.c.state, account.c.language,
            OrganisationRow.name.label("organisation"),
        )
        .select_from(account)
        .join(OrganisationRow, OrganisationRow.id == account.c.organisation_id, isouter=True)
        .where(account.c.id.in_(tuple(accounts)))
        .order_by(account.c.name, account.c.id)
    )  # fmt: skip
    return session.execute(query).all()


def list_people_around(session: Session, unit_id: str) -> Sequence[str]:
    """Return the accounts that have a role on a unit or on any of its assessments."""
    by_unit = select(UnitRoleRow.account_id).where(UnitRoleRow.unit_id == unit_id)
    alone = (
        select(AssessmentRoleRow.account_id)
        .join(AssessmentRow, AssessmentRow.id == AssessmentRoleRow.assessment_id)
        .where(AssessmentRow.unit_id == unit_id)
    )
    return session.scalars(union(by_unit, alone)).all()


def lock_unit(session: Session, unit_id: str) -> AnyRow | None:
    """Return a unit that was not deleted; other writers of the same wait until this ends."""
    living = (UnitRow.id == unit_id, UnitRow.deleted_at.is_(None))
    query = select(*UnitRow.__table__.c).where(*living).with_for_update()
    return session.execute(query).first()


def count_holders(session: Session, unit_id: str, role: str, *, but: str = "") -> int:
    """Return how many people who can sign in have a role on a unit, one of them left out."""
    query = (
        select(func.count())
        .select_from(UnitRoleRow)
        .join(AccountRow, AccountRow.id == UnitRoleRow.account_id)
        .where(
            UnitRoleRow.unit_id == unit_id,
            UnitRoleRow.role == role,
            UnitRoleRow.account_id != but,
            AccountRow.state == ACTIVE,
        )
    )
    return session.scalar(query) or 0


def list_assessments_of_unit(session: Session, unit_id: str) -> Sequence[AnyRow]:
    """Return the assessments of a unit that were not deleted, the newest first."""
    living = (AssessmentRow.unit_id == unit_id, AssessmentRow.deleted_at.is_(None))
    query = select(*AssessmentRow.__table__.c).where(*living)
    return session.execute(query.order_by(AssessmentRow.created_at.desc())).all()


def find_any_unit(session: Session, unit_id: str, *, lock: bool = False) -> AnyRow | None:
    """Return a unit, one on its way out too; with `lock` other writers of the same wait."""
    query = select(*UnitRow.__table__.c).where(UnitRow.id == unit_id)
    return session.execute(query.with_for_update() if lock else query).first()


def lock_country(session: Session, country: str) -> None:
    """Have others who would make a country's unit, or bring it back, wait until this ends.

    On SQLite writers are one after the other anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(COUNTRY_LOCK, func.hashtext(country))))


def has_country_unit(session: Session, country: str) -> bool:
    """Tell whether there is a unit for a country as a whole."""
    mine = (UnitRow.kind == "country", UnitRow.country == country, UnitRow.deleted_at.is_(None))
    return session.scalar(select(UnitRow.id).where(*mine).limit(1)) is not None
