"""Work to do in the background, and the documents it made. This table is the truth about jobs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import STRICT, AnyRow, Base, JsonValue
from app.store.engine import insert_or_keep, insert_or_replace

QUEUED: Final = "queued"
RUNNING: Final = "running"
DONE: Final = "done"
FAILED: Final = "failed"


class JobRow(Base):
    """One piece of work.

    `unique_key` says what it makes and for whom, so that a double click is one job. `due_at` is,
    for a queued job, when it may begin; for a running one, when its lease ends and another worker
    may take it. `about` is the id of the assessment it works for, if it does for one.
    """

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "due_at"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    unique_key: Mapped[str] = mapped_column(unique=True)
    check_id: Mapped[str | None] = mapped_column(
        ForeignKey("quick_check.id", ondelete="CASCADE"), index=True
    )
    about: Mapped[str | None] = mapped_column(index=True)
    asked_by: Mapped[str] = mapped_column(index=True)
    payload: Mapped[JsonValue | None]
    state: Mapped[str]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    progress: Mapped[int]
    error: Mapped[str]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class DocumentRow(Base):
    """What a job made; it goes when the job goes."""

    __tablename__ = "document"

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    media_type: Mapped[str]
    body: Mapped[bytes]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime] = mapped_column(index=True)


def insert_job(session: Session, values: dict[str, object]) -> None:
    """Queue a job; the same unique key a second time changes nothing."""
    insert_or_keep(session, JobRow, [values], index=("unique_key",))


def find_job(session: Session, unique_key: str) -> AnyRow | None:
    """Return a job by what it makes."""
    return session.execute(
        select(*JobRow.__table__.c).where(JobRow.unique_key == unique_key)
    ).first()


def requeue_job(session: Session, job_id: str, values: dict[str, object]) -> None:
    """Let a job that ended begin anew."""
    fresh = {"state": QUEUED, "attempts": 0, "progress": 0, "error": "", "finished_at": None}
    session.execute(update(JobRow).where(JobRow.id == job_id).values(fresh | values))


def count_waiting(session: Session, asked_by: str) -> int:
    """Return how many jobs somebody has that are not ended."""
    query = select(func.count()).where(
        JobRow.asked_by == asked_by, JobRow.state.in_((QUEUED, RUNNING))
    )
    return session.scalar(query) or 0


def has_due_job(session: Session, kinds: Sequence[str], now: datetime) -> bool:
    """Tell whether there is a job to claim, without keeping any writer waiting."""
    due = select(JobRow.id).where(
        JobRow.state.in_((QUEUED, RUNNING)), JobRow.due_at <= now, JobRow.kind.in_(kinds)
    )
    return session.scalar(due.limit(1)) is not None


def claim_job(
    session: Session, kinds: Sequence[str], *, now: datetime, lease_until: datetime
) -> AnyRow | None:
    """Take the oldest job that may begin, or whose worker fell silent; nobody else gets it."""
    due = (
        select(JobRow.id)
        .where(JobRow.state.in_((QUEUED, RUNNING)), JobRow.due_at <= now, JobRow.kind.in_(kinds))
        .order_by(JobRow.created_at, JobRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(JobRow)
        .where(JobRow.id == due.scalar_subquery())
        .values(state=RUNNING, due_at=lease_until, attempts=JobRow.attempts + 1)
        .returning(*JobRow.__table__.c)
        .execution_options(synchronize_session=False)
    )
    return session.execute(taken).first()


def update_claimed(session: Session, job_id: str, attempt: int, values: dict[str, object]) -> bool:
    """Change a job while this attempt still holds it; tells whether it does."""
    held = (JobRow.id == job_id, JobRow.state == RUNNING, JobRow.attempts == attempt)
    statement = update(JobRow).where(*held).values(values).returning(JobRow.id)
    done = session.execute(statement.execution_options(synchronize_session=False))
    return done.first() is not None


def write_document(session: Session, values: dict[str, object]) -> None:
    """Keep what a job made."""
    insert_or_replace(session, DocumentRow, [values], index=("job_id",))


def has_document(session: Session, job_id: str) -> bool:
    """Tell whether what a job made is kept."""
    query = select(DocumentRow.job_id).where(DocumentRow.job_id == job_id)
    return session.scalar(query) is not None


def find_document(session: Session, job_id: str) -> AnyRow | None:
    """Return what a job made."""
    query = select(DocumentRow.media_type, DocumentRow.body, DocumentRow.used_at)
    return session.execute(query.where(DocumentRow.job_id == job_id)).first()


def touch_document(session: Session, job_id: str, now: datetime) -> None:
    """Note that a document was fetched."""
    session.execute(update(DocumentRow).where(DocumentRow.job_id == job_id).values(used_at=now))


def delete_jobs_before(session: Session, moment: datetime) -> int:
    """Delete ended jobs whose document was last fetched before a moment, or that made none."""
    used = select(DocumentRow.job_id).where(DocumentRow.used_at >= moment)
    stale = (
        JobRow.state.in_((DONE, FAILED)),
        JobRow.id.not_in(used),
        or_(JobRow.finished_at.is_(None), JobRow.finished_at < moment),
    )
    gone = session.execute(delete(JobRow).where(*stale).returning(JobRow.id)).all()
    return len(gone)
