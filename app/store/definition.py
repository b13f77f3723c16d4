"""Toolkits as they were when somebody first answered them, each once, by content hash."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import Base
from app.store.engine import insert_or_keep


class DefinitionRow(Base):
    """A pinned toolkit; never changed. `body` is its canonical JSON."""

    __tablename__ = "definition"

    hash: Mapped[str] = mapped_column(primary_key=True)
    toolkit_id: Mapped[str]
    version: Mapped[str]
    body: Mapped[str]
    pinned_at: Mapped[datetime]


def pin_definition(session: Session, row: dict[str, object]) -> None:
    """Keep a toolkit unless the same one is kept already."""
    insert_or_keep(session, DefinitionRow, [row], index=("hash",))


def read_definition(session: Session, content_hash: str) -> str | None:
    """Return the canonical JSON of a pinned toolkit."""
    return session.scalar(select(DefinitionRow.body).where(DefinitionRow.hash == content_hash))
