"""Queries on what tables of a workshop agreed, the notes of their discussions, and promises."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.engine import insert_or_replace
from app.store.workshop import WorkshopAgreementRow, WorkshopNoteRow, WorkshopPromiseRow

_AGREEMENT: Final = WorkshopAgreementRow.__table__
_NOTE: Final = WorkshopNoteRow.__table__
_PROMISE: Final = WorkshopPromiseRow.__table__


# --- Agreements ---------------------------------------------------------------------------------


def insert_agreement(session: Session, values: dict[str, object]) -> None:
    """Keep what a table agreed on a question."""
    session.execute(insert(WorkshopAgreementRow), [values])


def find_last_agreement_number(session: Session, workshop_id: str, question: str) -> int:
    """Return the highest number of an agreement on a question, withdrawn or not; 0 before one."""
    mine = (_AGREEMENT.c.workshop_id == workshop_id, _AGREEMENT.c.question == question)
    return session.scalar(select(func.max(_AGREEMENT.c.number)).where(*mine)) or 0


def find_last_version(session: Session, workshop_id: str, question: str) -> int:
    """Return the last version a room made of an assessment's answer to a question; 0: none."""
    mine = (_AGREEMENT.c.workshop_id == workshop_id, _AGREEMENT.c.question == question)
    return session.scalar(select(func.max(_AGREEMENT.c.answer_version)).where(*mine)) or 0


def find_agreement(
    session: Session, workshop_id: str, question: str, number: int | None = None
) -> AnyRow | None:
    """Return an agreement by its number; without one, that which stands."""
    mine = (_AGREEMENT.c.workshop_id == workshop_id, _AGREEMENT.c.question == question)
    wanted = (
        _AGREEMENT.c.withdrawn_at.is_(None) if number is None else _AGREEMENT.c.number == number
    )
    query = select(*_AGREEMENT.c).where(*mine, wanted).order_by(_AGREEMENT.c.number.desc())
    return session.execute(query.limit(1)).first()


def list_agreements(
    session: Session, workshop_id: str, *, withdrawn: bool = False
) -> Sequence[AnyRow]:
    """Return the agreements of a room that stand; with `withdrawn` all there ever were."""
    query = select(*_AGREEMENT.c).where(_AGREEMENT.c.workshop_id == workshop_id)
    if not withdrawn:
        query = query.where(_AGREEMENT.c.withdrawn_at.is_(None))
    return session.execute(query.order_by(_AGREEMENT.c.question, _AGREEMENT.c.number)).all()


def update_agreement(session: Session, row: AnyRow, values: dict[str, object]) -> None:
    """Change columns of an agreement."""
    session.execute(update(WorkshopAgreementRow).where(*_of(row)).values(values))


def _of(row: AnyRow) -> tuple[ColumnElement[bool], ...]:
    return (
        _AGREEMENT.c.workshop_id == row.workshop_id,
        _AGREEMENT.c.question == row.question,
        _AGREEMENT.c.number == row.number,
    )


def confirm_agreements(
    session: Session, workshop_id: str, questions: Iterable[str], now: datetime
) -> None:
    """Let the plenary stand by the agreements on some questions."""
    mine = (
        _AGREEMENT.c.workshop_id == workshop_id,
        _AGREEMENT.c.question.in_(tuple(questions)),
        _AGREEMENT.c.withdrawn_at.is_(None),
    )
    session.execute(update(WorkshopAgreementRow).where(*mine).values(confirmed_at=now))


# --- Notes --------------------------------------------------------------------------------------


def list_notes(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return the notes of all discussions in a room."""
    query = select(*_NOTE.c).where(_NOTE.c.workshop_id == workshop_id)
    return session.execute(query.order_by(_NOTE.c.table_number, _NOTE.c.question)).all()


def find_note(
    session: Session, workshop_id: str, table_number: int, question: str
) -> AnyRow | None:
    """Return the notes of a table on a question."""
    mine = (
        _NOTE.c.workshop_id == workshop_id,
        _NOTE.c.table_number == table_number,
        _NOTE.c.question == question,
    )
    return session.execute(select(*_NOTE.c).where(*mine)).first()


def write_note(session: Session, values: dict[str, object]) -> None:
    """Keep notes in place of those that stood; the table must be locked."""
    index = ("workshop_id", "table_number", "question")
    insert_or_replace(session, WorkshopNoteRow, [values], index=index)


# --- Promises of evidence -----------------------------------------------------------------------


def list_promises(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return what was promised in a room, in order."""
    query = select(*_PROMISE.c).where(_PROMISE.c.workshop_id == workshop_id)
    return session.execute(query.order_by(_PROMISE.c.number)).all()


def find_promise(session: Session, workshop_id: str, number: int) -> AnyRow | None:
    """Return one promise."""
    mine = (_PROMISE.c.workshop_id == workshop_id, _PROMISE.c.number == number)
    return session.execute(select(*_PROMISE.c).where(*mine)).first()


def insert_promise(session: Session, values: dict[str, object]) -> None:
    """Keep what somebody promised to bring."""
    session.execute(insert(WorkshopPromiseRow), [values])


def delete_promise(session: Session, workshop_id: str, number: int) -> None:
    """Take a promise out that was written down by mistake."""
    mine = (_PROMISE.c.workshop_id == workshop_id, _PROMISE.c.number == number)
    session.execute(delete(WorkshopPromiseRow).where(*mine))
