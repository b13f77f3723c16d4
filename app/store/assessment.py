"""Assessments of a unit by a pinned toolkit, and what became of each: states, approval, outcome."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import STRICT, AnyRow, Base, JsonValue
from app.store.unit import AssessmentRoleRow, UnitRoleRow, UnitRow


class AssessmentRow(Base):
    """One round of one unit.

    `version` counts changes of its settings, so that of two people who change them at once the
    second sees both. `begun_from` is `nothing`, `round` or `quick-check`; `previous_id` the round
    before. `assisted` holds what an assisted one keeps of its expert (request, role, mission
    notes), else None. `deleted_at` begins the grace time after which it is gone.
    """

    __tablename__ = "assessment"

    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    toolkit_id: Mapped[str]
    definition_hash: Mapped[str] = mapped_column(ForeignKey("definition.hash"), index=True)
    title: Mapped[str]
    scope: Mapped[str]
    parameters: Mapped[JsonValue]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    round: Mapped[int]
    state: Mapped[str] = mapped_column(index=True)
    begun_from: Mapped[str]
    previous_id: Mapped[str | None] = mapped_column(
        ForeignKey("assessment.id", ondelete="SET NULL"), index=True
    )
    data_edition: Mapped[str | None] = mapped_column(ForeignKey("data_edition.id"))
    language: Mapped[str]
    assisted: Mapped[JsonValue | None]
    version: Mapped[int]
    created_by: Mapped[str | None]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)


class StateChangeRow(Base):
    """One step of an assessment from state to state: by whom, when, with which note."""

    __tablename__ = "state_change"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    from_state: Mapped[str]
    to_state: Mapped[str]
    note: Mapped[str]
    changed_by: Mapped[str | None]
    changed_at: Mapped[datetime]


class ApprovalRow(Base):
    """What was approved, frozen: definition, answers, scores, data edition and engine version.

    `digest` is the SHA-256 of all of it in canonical JSON, so that any change would show.
    """

    __tablename__ = "approval"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    definition_hash: Mapped[str] = mapped_column(ForeignKey("definition.hash"))
    data_edition: Mapped[str | None] = mapped_column(ForeignKey("data_edition.id"))
    engine: Mapped[str]
    answers: Mapped[JsonValue]
    scores: Mapped[JsonValue]
    material: Mapped[JsonValue]
    digest: Mapped[str]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime]


class PublicationRow(Base):
    """What became public of an approved assessment, and when it was taken back."""

    __tablename__ = "publication"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    parts: Mapped[JsonValue]
    published_by: Mapped[str | None]
    published_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


class AssessmentMoveRow(Base):
    """One move of an assessment to another version of its toolkit, counted from 1.

    The same columns as a quick-check's move have: what it was before, what became of each answer.
    """

    __tablename__ = "assessment_move"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    from_hash: Mapped[str] = mapped_column(ForeignKey("definition.hash"))
    to_hash: Mapped[str] = mapped_column(ForeignKey("definition.hash"))
    parameters: Mapped[JsonValue]
    answers: Mapped[JsonValue]
    record: Mapped[JsonValue]
    after: Mapped[JsonValue | None]
    moved_by: Mapped[str | None]
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class AssessmentAnswerRow(Base):
    """The answer to one question as it stands; `version` counts its changes from 1.

    `to_confirm`: taken over from the last round or from an older version of the question, and not
    yet confirmed.
    """

    __tablename__ = "assessment_answer"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    state: Mapped[str]
    value: Mapped[JsonValue | None]
    reason: Mapped[str]
    note: Mapped[str]
    link: Mapped[str]
    origin: Mapped[str]
    to_confirm: Mapped[bool]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


class AnswerHistoryRow(Base):
    """Every answer that ever stood, by version: who, when, and why, if they said so.

    `act` says what made it: `save`, `undo`, `round`, `claim`, `move`, `import`, `consensus`.
    """

    __tablename__ = "answer_history"
    __table_args__ = (Index(None, "assessment_id", "saved_at"), STRICT)

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    value: Mapped[JsonValue | None]
    reason: Mapped[str]
    note: Mapped[str]
    link: Mapped[str]
    origin: Mapped[str]
    to_confirm: Mapped[bool]
    act: Mapped[str]
    why: Mapped[str]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


_ASSESSMENT = AssessmentRow.__table__
_UNIT = UnitRow.__table__

# Built once: every page and every save of an assessment asks it.
_FIND = (
    select(*_ASSESSMENT.c, _UNIT.c.kind.label("unit_kind"), _UNIT.c.country, _UNIT.c.name)
    .join_from(_ASSESSMENT, _UNIT, _ASSESSMENT.c.unit_id == _UNIT.c.id)
    .where(
        _ASSESSMENT.c.id == bindparam("assessment_id"),
        _ASSESSMENT.c.deleted_at.is_(None),
        _UNIT.c.deleted_at.is_(None),
    )
)
_LOCK = _FIND.with_for_update(of=_ASSESSMENT)


def insert_assessment(session: Session, values: dict[str, object]) -> None:
    """Keep a new assessment."""
    session.execute(insert(AssessmentRow), [values])


def update_assessment(session: Session, assessment_id: str, values: dict[str, object]) -> None:
    """Change columns of an assessment."""
    session.execute(update(AssessmentRow).where(AssessmentRow.id == assessment_id).values(values))


def find_assessment(session: Session, assessment_id: str, *, lock: bool = False) -> AnyRow | None:
    """Return an assessment that is not on its way out, with kind, country and name of its unit.

    With `lock`, other writers of the same assessment wait until this transaction ends.
    """
    return session.execute(_LOCK if lock else _FIND, {"assessment_id": assessment_id}).first()


def list_assessments_of(session: Session, account_id: str) -> Sequence[AnyRow]:
    """Return the assessments somebody has a role on, by unit or alone, the newest first."""
    unit = UnitRow.__table__
    by_unit = select(UnitRoleRow.unit_id).where(UnitRoleRow.account_id == account_id)
    alone = select(AssessmentRoleRow.assessment_id).where(
        AssessmentRoleRow.account_id == account_id
    )
    query = (
        select(*_ASSESSMENT.c, unit.c.kind.label("unit_kind"), unit.c.country, unit.c.name)
        .join_from(_ASSESSMENT, unit, _ASSESSMENT.c.unit_id == unit.c.id)
        .where(
            or_(_ASSESSMENT.c.unit_id.in_(by_unit), _ASSESSMENT.c.id.in_(alone)),
            _ASSESSMENT.c.deleted_at.is_(None),
            unit.c.deleted_at.is_(None),
        )
        .order_by(_ASSESSMENT.c.created_at.desc(), _ASSESSMENT.c.id)
    )
    return session.execute(query).all()


def find_last_round(session: Session, unit_id: str, toolkit_id: str, *, lock: bool = True) -> int:
    """Return the number of a unit's last round by a toolkit, 0 before the first.

    With `lock`, others that ask so for the same unit wait until this transaction ends.
    """
    if lock:
        session.execute(select(UnitRow.id).where(UnitRow.id == unit_id).with_for_update())
    mine = (AssessmentRow.unit_id == unit_id, AssessmentRow.toolkit_id == toolkit_id)
    return session.scalar(select(func.max(AssessmentRow.round)).where(*mine)) or 0


def list_rounds(session: Session, unit_id: str, toolkit_id: str) -> Sequence[AnyRow]:
    """Return the rounds of a unit by a toolkit that are not on their way out, the first first."""
    mine = (
        AssessmentRow.unit_id == unit_id,
        AssessmentRow.toolkit_id == toolkit_id,
        AssessmentRow.deleted_at.is_(None),
    )
    return session.execute(select(*_ASSESSMENT.c).where(*mine).order_by(AssessmentRow.round)).all()


def list_state_changes(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the steps an assessment took, the first one first."""
    mine = StateChangeRow.assessment_id == assessment_id
    query = select(*StateChangeRow.__table__.c).where(mine).order_by(StateChangeRow.number)
    return session.execute(query).all()
