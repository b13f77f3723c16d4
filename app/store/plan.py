"""The plan of an assessment: its actions, and who follows it by calendar and by mail."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import ForeignKey, delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.assessment import AssessmentRow
from app.store.base import AnyRow, Base

_JOINT: Final = "-"
"""What stands in the id of a copy between that of the first action and that of its assessment."""


class PlanActionRow(Base):
    """One action of the plan.

    An action taken over from another round is a copy: its id begins with that of the first one and
    ends with that of the assessment it is in, so that the copies of one action know each other.
    `source` is `toolkit` for a candidate taken over (then `question` says of which), else `own`.
    `impact` and `effort` are 1 to 5, None until they are judged. `status` is `planned`, `begun`,
    `done` or `dropped`. `reminded_at` and `overdue_reminded_at` say when its owner got a mail.
    """

    __tablename__ = "plan_action"

    id: Mapped[str] = mapped_column(primary_key=True)
    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    question: Mapped[str]
    source: Mapped[str]
    text: Mapped[str]
    owner: Mapped[str]
    owner_id: Mapped[str | None]
    partner: Mapped[str]
    due: Mapped[date | None] = mapped_column(index=True)
    cost: Mapped[str]
    status: Mapped[str]
    indicator: Mapped[str]
    impact: Mapped[int | None]
    effort: Mapped[int | None]
    done_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    overdue_reminded_at: Mapped[datetime | None]
    version: Mapped[int]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


class PlanFollowerRow(Base):
    """How somebody follows the plan of an assessment; without a row: mails, and no calendar.

    `feed` is the random half of the address of their calendar.
    """

    __tablename__ = "plan_follower"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    feed: Mapped[str | None] = mapped_column(unique=True)
    wants_mail: Mapped[bool]
    changed_at: Mapped[datetime]


_ACTION = PlanActionRow.__table__


def list_actions(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the actions of an assessment's plan by number; none where there is no plan."""
    mine = PlanActionRow.assessment_id == assessment_id
    query = select(*_ACTION.c).where(mine).order_by(_ACTION.c.number)
    return session.execute(query).all()


def find_action(session: Session, assessment_id: str, action_id: str) -> AnyRow | None:
    """Return one action of an assessment's plan."""
    mine = (PlanActionRow.id == action_id, PlanActionRow.assessment_id == assessment_id)
    return session.execute(select(*_ACTION.c).where(*mine)).first()


def insert_action(session: Session, values: dict[str, object]) -> None:
    """Keep a new action, numbered after the last one; the assessment's lock must be held."""
    mine = PlanActionRow.assessment_id == values["assessment_id"]
    last = session.scalar(select(func.max(PlanActionRow.number)).where(mine)) or 0
    session.execute(insert(PlanActionRow), [values | {"number": last + 1}])


def name_copy(action_id: str, assessment_id: str) -> str:
    """Give the id that the copy of an action has in another assessment."""
    return f"{_first_of(action_id)}{_JOINT}{assessment_id}"


def _first_of(action_id: str) -> str:
    return action_id.partition(_JOINT)[0]


def update_action(session: Session, action_id: str, values: dict[str, object]) -> None:
    """Change columns of an action."""
    session.execute(update(PlanActionRow).where(PlanActionRow.id == action_id).values(values))


def delete_action(session: Session, action_id: str) -> None:
    """Take an action out of the plan."""
    session.execute(delete(PlanActionRow).where(PlanActionRow.id == action_id))


# --- Who follows it -----------------------------------------------------------------------------

_FOLLOWER = PlanFollowerRow.__table__


def find_follower(session: Session, assessment_id: str, account_id: str) -> AnyRow | None:
    """Return how somebody follows the plan of an assessment, if they said so."""
    mine = (
        PlanFollowerRow.assessment_id == assessment_id,
        PlanFollowerRow.account_id == account_id,
    )
    return session.execute(select(*_FOLLOWER.c).where(*mine)).first()


def find_feed(session: Session, feed: str) -> AnyRow | None:
    """Return who follows which plan by a calendar."""
    return session.execute(select(*_FOLLOWER.c).where(PlanFollowerRow.feed == feed)).first()


def write_follower(
    session: Session, assessment_id: str, account_id: str, values: dict[str, object]
) -> None:
    """Keep how somebody follows a plan; what is not named stays. The lock must be held."""
    row = session.get(PlanFollowerRow, (assessment_id, account_id))
    if row is None:
        usual: dict[str, object] = {"feed": None, "wants_mail": True}
        key = {"assessment_id": assessment_id, "account_id": account_id}
        session.execute(insert(PlanFollowerRow), [usual | values | key])
    else:
        for name, value in values.items():
            setattr(row, name, value)
        session.flush()


# --- Reminders ----------------------------------------------------------------------------------


def list_open_actions(session: Session, until: date, statuses: Sequence[str]) -> Sequence[AnyRow]:
    """Return the actions due until a day that a person of the team is to be told of, by person.

    Each lacks the mail that is due: the one before its day, or the one after it.
    """
    query = (
        select(*_ACTION.c)
        .where(
            PlanActionRow.owner_id.is_not(None),
            PlanActionRow.due <= until,
            PlanActionRow.status.in_(tuple(statuses)),
            PlanActionRow.overdue_reminded_at.is_(None),
        )
        .order_by(_ACTION.c.owner_id, _ACTION.c.assessment_id, _ACTION.c.due, _ACTION.c.number)
    )
    return session.execute(query).all()


def find_newest_copy(session: Session, action_id: str, round_of: AnyRow) -> str | None:
    """Return the id of an action's copy in the newest round that has one; it may be itself.

    `round_of` is a round of the unit and toolkit in question. Rounds on their way out count no
    more.
    """
    first = _first_of(action_id)
    copies = or_(
        PlanActionRow.id == first,
        PlanActionRow.id == literal(first + _JOINT) + AssessmentRow.id,
    )
    rounds = (
        AssessmentRow.unit_id == round_of.unit_id,
        AssessmentRow.toolkit_id == round_of.toolkit_id,
        AssessmentRow.deleted_at.is_(None),
    )
    query = (
        select(PlanActionRow.id)
        .join(AssessmentRow, AssessmentRow.id == PlanActionRow.assessment_id)
        .where(*rounds, copies)
        .order_by(AssessmentRow.round.desc())
    )
    return session.scalar(query.limit(1))


def claim_reminder(session: Session, row: AnyRow, column: str, now: datetime) -> bool:
    """Mark that a mail about an action goes out; False where it was marked, or changed, before."""
    here = (
        PlanActionRow.id == row.id,
        PlanActionRow.version == row.version,
        _ACTION.c[column].is_(None),
    )
    done = session.execute(update(PlanActionRow).where(*here).values({column: now}))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update has one
