"""Quick-checks of visitors, their answers and the keys that open them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, delete, exists, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from app.store.base import STRICT, AnyRow, Base, JsonValue
from app.store.engine import insert_or_replace

COOKIE: Final = "cookie"
LINK: Final = "link"


class CheckRow(Base):
    """One visitor's quick-check of one country by one toolkit."""

    __tablename__ = "quick_check"

    id: Mapped[str] = mapped_column(primary_key=True)
    definition_hash: Mapped[str] = mapped_column(ForeignKey("definition.hash"))
    toolkit_id: Mapped[str]
    country: Mapped[str]
    parameters: Mapped[JsonValue]
    data_edition: Mapped[str | None] = mapped_column(ForeignKey("data_edition.id"))
    language: Mapped[str]
    created_at: Mapped[datetime]
    visited_at: Mapped[datetime] = mapped_column(index=True)
    saved_at: Mapped[datetime]


class AnswerRow(Base):
    """The answer to one question; `version` counts its changes from 1."""

    __tablename__ = "answer"

    check_id: Mapped[str] = mapped_column(
        ForeignKey("quick_check.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    state: Mapped[str]
    value: Mapped[JsonValue | None]
    reason: Mapped[str]
    note: Mapped[str]
    link: Mapped[str]
    origin: Mapped[str]
    saved_at: Mapped[datetime]


class KeyRow(Base):
    """The hash of a secret that opens one check: a device's cookie, or the private link."""

    __tablename__ = "access_key"
    __table_args__ = (Index(None, "check_id", "purpose"), STRICT)

    hash: Mapped[str] = mapped_column(primary_key=True)
    check_id: Mapped[str] = mapped_column(ForeignKey("quick_check.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class FoundCheck:
    """A check's row, and whether a private link opens it."""

    row: AnyRow
    link_active: bool


def find_check(
    session: Session, key_hash: str, *, purpose: str, lock: bool = False
) -> FoundCheck | None:
    """Return the check a key opens, if the key lives.

    With `lock`, other writers of the same check wait until this transaction ends.
    """
    link = aliased(KeyRow)
    has_link = exists().where(
        link.check_id == CheckRow.id, link.purpose == LINK, link.revoked_at.is_(None)
    )
    query = (
        select(*CheckRow.__table__.c, has_link.label("has_link"))
        .join(KeyRow, KeyRow.check_id == CheckRow.id)
        .where(KeyRow.hash == key_hash, KeyRow.purpose == purpose, KeyRow.revoked_at.is_(None))
    )
    if lock:
        # SQLite ignores it: there the whole transaction is the only writer.
        query = query.with_for_update(of=CheckRow)
    row = session.execute(query).first()
    return FoundCheck(row, bool(row.has_link)) if row else None


def insert_check(session: Session, values: dict[str, object]) -> None:
    """Keep a new check."""
    session.execute(insert(CheckRow), [values])


def update_check(session: Session, check_id: str, values: dict[str, object]) -> None:
    """Change columns of a check."""
    session.execute(update(CheckRow).where(CheckRow.id == check_id).values(values))


def delete_check(session: Session, check_id: str) -> None:
    """Delete a check; answers, keys and made documents go with it."""
    session.execute(delete(CheckRow).where(CheckRow.id == check_id))


def delete_checks_until(session: Session, moment: datetime) -> int:
    """Delete checks last visited at or before a moment; returns how many."""
    stale = session.scalars(select(CheckRow.id).where(CheckRow.visited_at <= moment)).all()
    for check_id in stale:
        delete_check(session, check_id)
    return len(stale)


def read_answers(session: Session, check_id: str) -> Sequence[AnyRow]:
    """Return all answers of a check in the order of their question ids."""
    query = select(*AnswerRow.__table__.c).where(AnswerRow.check_id == check_id)
    return session.execute(query.order_by(AnswerRow.question)).all()


def write_answers(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Keep answers, new or in place of older ones."""
    if rows:
        insert_or_replace(session, AnswerRow, rows, index=("check_id", "question"))


def insert_key(session: Session, values: dict[str, object]) -> None:
    """Keep the hash of a new secret."""
    session.execute(insert(KeyRow), [values])


def revoke_keys(session: Session, check_id: str, *, purpose: str, now: datetime) -> None:
    """Make all living keys of one purpose open nothing."""
    living = (KeyRow.check_id == check_id, KeyRow.purpose == purpose, KeyRow.revoked_at.is_(None))
    session.execute(update(KeyRow).where(*living).values(revoked_at=now))


def drop_oldest_keys(session: Session, check_id: str, *, purpose: str, keep: int) -> None:
    """Delete all but the newest keys of one purpose."""
    mine = (KeyRow.check_id == check_id, KeyRow.purpose == purpose)
    newest = select(KeyRow.hash).where(*mine).order_by(KeyRow.created_at.desc()).offset(keep)
    hashes = session.scalars(newest).all()
    if hashes:
        session.execute(delete(KeyRow).where(KeyRow.hash.in_(hashes)))


def count_checks(session: Session) -> int:
    """Return how many checks are kept."""
    return session.scalar(select(func.count()).select_from(CheckRow)) or 0
