"""Quick-checks of visitors, their answers and the keys that open them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import ForeignKey, Index, Update, bindparam, delete, exists, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store import move
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
class CheckRecord:
    """The columns of a check."""

    id: str
    definition_hash: str
    toolkit_id: str
    country: str
    parameters: Mapping[str, str]
    data_edition: str | None
    language: str
    created_at: datetime
    visited_at: datetime
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class FoundCheck:
    """A check, and whether a private link opens it.

    `confirm` is None where the check was never moved to another version of its toolkit, else the
    version of each answer that was to be confirmed then.
    """

    row: CheckRecord
    link_active: bool
    confirm: Mapping[str, int] | None = None


# Statements are built once: building one takes longer than running it.
_CHECK: Final = Base.metadata.tables["quick_check"]
_ANSWER: Final = Base.metadata.tables["answer"]
_KEY: Final = Base.metadata.tables["access_key"]
_MOVE: Final = Base.metadata.tables[move.MoveRow.__tablename__]
_LINK: Final = _KEY.alias("link")
_CHECK_COLUMNS: Final = [_CHECK.c[item.name] for item in fields(CheckRecord)]
_HAS_LINK: Final = exists().where(
    _LINK.c.check_id == _CHECK.c.id, _LINK.c.purpose == LINK, _LINK.c.revoked_at.is_(None)
)
# In the same statement, since every page asks for it.
_CONFIRM: Final = (
    select(_MOVE.c.confirm)
    .where(_MOVE.c.check_id == _CHECK.c.id, _MOVE.c.undone_at.is_(None))
    .order_by(_MOVE.c.number.desc())
    .limit(1)
    .scalar_subquery()
)
_FIND: Final = (
    select(_HAS_LINK.label("has_link"), _CONFIRM.label("confirm"), *_CHECK_COLUMNS)
    .join_from(_KEY, _CHECK, _KEY.c.check_id == _CHECK.c.id)
    .where(
        _KEY.c.hash == bindparam("hash"),
        _KEY.c.purpose == bindparam("purpose"),
        _KEY.c.revoked_at.is_(None),
    )
)
# SQLite ignores the lock: there the whole transaction is the only writer.
_FIND_AND_LOCK: Final = _FIND.with_for_update(of=_CHECK)
_ANSWERS: Final = (
    select(*_ANSWER.c)
    .where(_ANSWER.c.check_id == bindparam("check_id"))
    .order_by(_ANSWER.c.question)
)


def find_check(
    session: Session, key_hash: str, *, purpose: str, lock: bool = False
) -> FoundCheck | None:
    """Return the check a key opens, if the key lives.

    With `lock`, other writers of the same check wait until this transaction ends.
    """
    statement = _FIND_AND_LOCK if lock else _FIND
    row = session.execute(statement, {"hash": key_hash, "purpose": purpose}).first()
    return FoundCheck(CheckRecord(*row[2:]), bool(row[0]), row[1]) if row else None


def insert_check(session: Session, values: dict[str, object]) -> None:
    """Keep a new check."""
    session.execute(insert(_CHECK), [values])


def update_check(session: Session, check_id: str, values: dict[str, object]) -> None:
    """Change columns of a check."""
    session.execute(_update_check(tuple(values)), [values | {"own_id": check_id}])


@lru_cache(maxsize=32)
def _update_check(columns: tuple[str, ...]) -> Update:
    new = {name: bindparam(name, type_=_CHECK.c[name].type) for name in columns}
    return update(_CHECK).where(_CHECK.c.id == bindparam("own_id")).values(new)


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
    return session.execute(_ANSWERS, {"check_id": check_id}).all()


def write_answers(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Keep answers, new or in place of older ones."""
    if rows:
        insert_or_replace(session, AnswerRow, rows, index=("check_id", "question"))


def delete_answers(session: Session, check_id: str) -> None:
    """Delete the answers of a check; what replaces them is written in the same transaction."""
    session.execute(delete(AnswerRow).where(AnswerRow.check_id == check_id))


def insert_key(session: Session, values: dict[str, object]) -> None:
    """Keep the hash of a new secret."""
    session.execute(insert(_KEY), [values])


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
