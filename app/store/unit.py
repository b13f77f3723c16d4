"""What is assessed (a country, a province, a city, an organisation), and who has which role."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, bindparam, delete, false, insert, select, true, union_all, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import AnyRow, Base
from app.store.engine import insert_or_keep


class UnitRow(Base):
    """A unit. `country` is the ISO 3166-1 alpha-3 code of the country it is or lies in.

    `name` is its own name; empty for a country, which is named by the reference data.
    """

    __tablename__ = "unit"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    country: Mapped[str | None]
    name: Mapped[str]
    created_by: Mapped[str | None]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class UnitRoleRow(Base):
    """A role somebody has on a unit, and so on all its assessments."""

    __tablename__ = "unit_role"

    unit_id: Mapped[str] = mapped_column(
        ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(primary_key=True)
    granted_by: Mapped[str | None]
    granted_at: Mapped[datetime]


class AssessmentRoleRow(Base):
    """A role somebody has on one assessment only."""

    __tablename__ = "assessment_role"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(primary_key=True)
    granted_by: Mapped[str | None]
    granted_at: Mapped[datetime]


# Built once: every page and every save of an assessment asks it.
_ROLES: Final = union_all(
    select(UnitRoleRow.role, true().label("is_on_unit")).where(
        UnitRoleRow.unit_id == bindparam("unit_id"),
        UnitRoleRow.account_id == bindparam("account_id"),
    ),
    select(AssessmentRoleRow.role, false().label("is_on_unit")).where(
        AssessmentRoleRow.assessment_id == bindparam("assessment_id"),
        AssessmentRoleRow.account_id == bindparam("account_id"),
    ),
)


def insert_unit(session: Session, values: dict[str, object]) -> None:
    """Keep a new unit."""
    session.execute(insert(UnitRow), [values])


def update_unit(session: Session, unit_id: str, values: dict[str, object]) -> None:
    """Change columns of a unit."""
    session.execute(update(UnitRow).where(UnitRow.id == unit_id).values(values))


def find_unit(session: Session, unit_id: str) -> AnyRow | None:
    """Return a unit that was not deleted."""
    living = (UnitRow.id == unit_id, UnitRow.deleted_at.is_(None))
    return session.execute(select(*UnitRow.__table__.c).where(*living)).first()


def list_units(session: Session) -> Sequence[AnyRow]:
    """Return all units that were not deleted, by country and name."""
    query = select(*UnitRow.__table__.c).where(UnitRow.deleted_at.is_(None))
    return session.execute(query.order_by(UnitRow.country, UnitRow.name)).all()


def read_unit_roles(session: Session, unit_id: str, account_id: str) -> frozenset[str]:
    """Return the roles somebody has on a unit."""
    mine = (UnitRoleRow.unit_id == unit_id, UnitRoleRow.account_id == account_id)
    return frozenset(session.scalars(select(UnitRoleRow.role).where(*mine)))


def read_roles(
    session: Session, *, unit_id: str, assessment_id: str, account_id: str
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the roles somebody has on a unit, and those they have on one assessment alone."""
    values = {"unit_id": unit_id, "assessment_id": assessment_id, "account_id": account_id}
    rows = session.execute(_ROLES, values).all()
    on_unit = frozenset(row.role for row in rows if row.is_on_unit)
    return on_unit, frozenset(row.role for row in rows if not row.is_on_unit)


def read_assessment_roles(session: Session, assessment_id: str, account_id: str) -> frozenset[str]:
    """Return the roles somebody has on one assessment alone."""
    mine = (
        AssessmentRoleRow.assessment_id == assessment_id,
        AssessmentRoleRow.account_id == account_id,
    )
    return frozenset(session.scalars(select(AssessmentRoleRow.role).where(*mine)))


def list_unit_roles(session: Session, unit_id: str) -> Sequence[AnyRow]:
    """Return who has which role on a unit, in the order they were given."""
    query = select(*UnitRoleRow.__table__.c).where(UnitRoleRow.unit_id == unit_id)
    return session.execute(query.order_by(UnitRoleRow.granted_at, UnitRoleRow.role)).all()


def list_assessment_roles(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return who has which role on one assessment alone, in the order they were given."""
    mine = AssessmentRoleRow.assessment_id == assessment_id
    query = select(*AssessmentRoleRow.__table__.c).where(mine)
    return session.execute(query.order_by(AssessmentRoleRow.granted_at)).all()


def list_assessment_roles_of(session: Session, account_id: str) -> Sequence[AnyRow]:
    """Return the roles somebody has on single assessments."""
    mine = AssessmentRoleRow.account_id == account_id
    return session.execute(select(*AssessmentRoleRow.__table__.c).where(mine)).all()


def grant_unit_role(session: Session, values: dict[str, object]) -> None:
    """Give a role on a unit; one that is there stays."""
    insert_or_keep(session, UnitRoleRow, [values], index=("unit_id", "account_id", "role"))


def grant_assessment_role(session: Session, values: dict[str, object]) -> None:
    """Give a role on an assessment; one that is there stays."""
    index = ("assessment_id", "account_id", "role")
    insert_or_keep(session, AssessmentRoleRow, [values], index=index)


def revoke_unit_role(session: Session, unit_id: str, account_id: str, *, role: str) -> None:
    """Take a role on a unit away."""
    mine = (UnitRoleRow.unit_id == unit_id, UnitRoleRow.account_id == account_id)
    session.execute(delete(UnitRoleRow).where(*mine, UnitRoleRow.role == role))


def revoke_assessment_role(
    session: Session, assessment_id: str, account_id: str, *, role: str
) -> None:
    """Take a role on an assessment away."""
    mine = (
        AssessmentRoleRow.assessment_id == assessment_id,
        AssessmentRoleRow.account_id == account_id,
    )
    session.execute(delete(AssessmentRoleRow).where(*mine, AssessmentRoleRow.role == role))


def list_units_of(session: Session, account_id: str) -> Sequence[AnyRow]:
    """Return the units somebody has any role on, each with that role."""
    units = UnitRow.__table__
    query = (
        select(*units.c, UnitRoleRow.role)
        .join_from(units, UnitRoleRow, units.c.id == UnitRoleRow.unit_id)
        .where(UnitRoleRow.account_id == account_id, units.c.deleted_at.is_(None))
        .order_by(units.c.country, units.c.name, UnitRoleRow.role)
    )
    return session.execute(query).all()
