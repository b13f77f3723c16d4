"""Toolkits as they were when they were first seen open here, each once, by content hash."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class PinRecord:
    """What is known of a pinned toolkit without reading its body; `pinned_at` is UTC."""

    hash: str
    toolkit_id: str
    version: str
    pinned_at: datetime


def pin_definition(session: Session, row: dict[str, object]) -> None:
    """Keep a toolkit unless the same one is kept already."""
    insert_or_keep(session, DefinitionRow, [row], index=("hash",))


def pin_definitions(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Keep toolkits unless the same ones are kept already."""
    insert_or_keep(session, DefinitionRow, rows, index=("hash",))


def read_definition(session: Session, content_hash: str) -> str | None:
    """Return the canonical JSON of a pinned toolkit."""
    return session.scalar(select(DefinitionRow.body).where(DefinitionRow.hash == content_hash))


def list_pins(session: Session, toolkit_id: str) -> list[PinRecord]:
    """Return what is pinned of a toolkit, in no order."""
    statement = select(
        DefinitionRow.hash, DefinitionRow.toolkit_id, DefinitionRow.version, DefinitionRow.pinned_at
    ).where(DefinitionRow.toolkit_id == toolkit_id)
    return [PinRecord(*row) for row in session.execute(statement)]


def find_pinned(session: Session, hashes: Sequence[str]) -> set[str]:
    """Return those of some content hashes that are pinned."""
    statement = select(DefinitionRow.hash).where(DefinitionRow.hash.in_(hashes))
    return set(session.scalars(statement))
