"""What shows that an answer is so: files, links, documents, and how far each has come."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, case, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import STRICT, AnyRow, Base
from app.store.engine import insert_or_keep

TRIES: Final = 5
"""How often a file is kept anew when another transaction lets go of the same one meanwhile."""


class EvidenceFileRow(Base):
    """The bytes of an uploaded file, once for each content; `hash` is their SHA-256."""

    __tablename__ = "evidence_file"

    hash: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    body: Mapped[bytes]
    created_at: Mapped[datetime]


class EvidenceRow(Base):
    """One piece of evidence for one question.

    `kind` is `file`, `link` or `document` (a document named with its page); `state` is `promised`,
    `received` or `checked`.
    """

    __tablename__ = "evidence"
    __table_args__ = (Index(None, "assessment_id", "question"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    question: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    title: Mapped[str]
    link: Mapped[str]
    page: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str | None] = mapped_column(ForeignKey("evidence_file.hash"), index=True)
    promised_by: Mapped[str]
    due: Mapped[date | None]
    note: Mapped[str]
    version: Mapped[int]
    added_by: Mapped[str | None]
    added_at: Mapped[datetime]
    checked_by: Mapped[str | None]
    checked_at: Mapped[datetime | None]


_EVIDENCE = EvidenceRow.__table__
_FILE = EvidenceFileRow.__table__


def list_evidence(
    session: Session, assessment_id: str, question: str | None = None
) -> Sequence[AnyRow]:
    """Return evidence of an assessment, or of one question, in the order it was added.

    Each row has the `size` of its file too; None where it has none.
    """
    query = (
        select(*_EVIDENCE.c, _FILE.c.size)
        .outerjoin_from(_EVIDENCE, _FILE, _FILE.c.hash == _EVIDENCE.c.file_hash)
        .where(_EVIDENCE.c.assessment_id == assessment_id)
        .order_by(_EVIDENCE.c.added_at, _EVIDENCE.c.id)
    )
    if question is not None:
        query = query.where(_EVIDENCE.c.question == question)
    return session.execute(query).all()


def find_evidence(session: Session, assessment_id: str, evidence_id: str) -> AnyRow | None:
    """Return one piece of an assessment's evidence, with the `size` of its file."""
    query = (
        select(*_EVIDENCE.c, _FILE.c.size)
        .outerjoin_from(_EVIDENCE, _FILE, _FILE.c.hash == _EVIDENCE.c.file_hash)
        .where(_EVIDENCE.c.assessment_id == assessment_id, _EVIDENCE.c.id == evidence_id)
    )
    return session.execute(query).first()


def count_pieces(session: Session, assessment_id: str, question: str) -> tuple[int, int]:
    """Return how many pieces an assessment has, and how many of them are of one question."""
    of_question = func.sum(case((EvidenceRow.question == question, 1), else_=0))
    mine = EvidenceRow.assessment_id == assessment_id
    row = session.execute(select(func.count(), of_question).where(mine)).one()
    return row[0], int(row[1] or 0)


def insert_evidence(session: Session, values: dict[str, object]) -> None:
    """Keep a new piece of evidence."""
    session.execute(insert(EvidenceRow), [values])


def update_evidence(session: Session, evidence_id: str, values: dict[str, object]) -> None:
    """Change columns of a piece of evidence."""
    session.execute(update(EvidenceRow).where(EvidenceRow.id == evidence_id).values(values))


def delete_evidence(session: Session, evidence_id: str) -> None:
    """Delete a piece of evidence; its file stays until `drop_file` looks who else refers to it."""
    session.execute(delete(EvidenceRow).where(EvidenceRow.id == evidence_id))


# --- Files --------------------------------------------------------------------------------------


def keep_file(session: Session, values: dict[str, object]) -> None:
    """Keep a file under its hash, once, and hold it until this transaction ends."""
    for _ in range(TRIES):
        if _hold_file(session, str(values["hash"])):
            return
        insert_or_keep(session, EvidenceFileRow, [values], index=("hash",))


def _hold_file(session: Session, file_hash: str) -> bool:
    """Keep others from deleting a file; False where there is none."""
    query = select(_FILE.c.hash).where(_FILE.c.hash == file_hash)
    return session.execute(query.with_for_update(read=True)).first() is not None


def drop_file(session: Session, file_hash: str) -> bool:
    """Delete a file nobody refers to; True where it was deleted.

    Who keeps the same one at this moment is waited for, and then refers to it.
    """
    session.execute(select(_FILE.c.hash).where(_FILE.c.hash == file_hash).with_for_update())
    mine = EvidenceRow.file_hash == file_hash
    if session.execute(select(EvidenceRow.id).where(mine).limit(1)).first() is not None:
        return False
    session.execute(delete(EvidenceFileRow).where(EvidenceFileRow.hash == file_hash))
    return True


def sum_files(session: Session, assessment_id: str) -> int:
    """Return the bytes of an assessment's files, each content counted once."""
    mine = (
        select(EvidenceRow.file_hash)
        .where(EvidenceRow.assessment_id == assessment_id, EvidenceRow.file_hash.is_not(None))
        .distinct()
    )
    return session.scalar(select(func.sum(_FILE.c.size)).where(_FILE.c.hash.in_(mine))) or 0


def uses_file(session: Session, assessment_id: str, file_hash: str) -> bool:
    """Tell whether evidence of an assessment refers to a file already."""
    mine = (EvidenceRow.assessment_id == assessment_id, EvidenceRow.file_hash == file_hash)
    return session.execute(select(EvidenceRow.id).where(*mine).limit(1)).first() is not None


def read_file(session: Session, file_hash: str) -> AnyRow | None:
    """Return a file with its bytes."""
    return session.execute(select(*_FILE.c).where(_FILE.c.hash == file_hash)).first()
