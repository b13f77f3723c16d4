"""What administrators decided about toolkits: which version is current, and which is retired."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import Base
from app.store.engine import insert_or_replace


class ToolkitChoiceRow(Base):
    """One toolkit for which something was decided here.

    `definition_hash` is the version that is current in place of the highest one, if one was named.
    `is_retired` keeps new checks and assessments from beginning with it; `replacement` is the id of
    the toolkit that stands in for it, or empty.
    """

    __tablename__ = "toolkit_choice"

    toolkit_id: Mapped[str] = mapped_column(primary_key=True)
    definition_hash: Mapped[str | None] = mapped_column(ForeignKey("definition.hash"))
    is_retired: Mapped[bool]
    replacement: Mapped[str]
    chosen_by: Mapped[str | None]
    chosen_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class ToolkitChoice:
    """What was decided about a toolkit; without a row nothing was."""

    current: str | None = None
    is_retired: bool = False
    replacement: str = ""


def read_choices(session: Session) -> Mapping[str, ToolkitChoice]:
    """Return what was decided, by toolkit."""
    row = ToolkitChoiceRow.__table__.c
    query = select(row.toolkit_id, row.definition_hash, row.is_retired, row.replacement)
    return {
        found.toolkit_id: ToolkitChoice(
            found.definition_hash, bool(found.is_retired), found.replacement
        )
        for found in session.execute(query)
    }


def write_choice(session: Session, values: dict[str, object]) -> None:
    """Keep what is decided about a toolkit in place of what was."""
    insert_or_replace(session, ToolkitChoiceRow, [values], index=("toolkit_id",))


def delete_choice(session: Session, toolkit_id: str) -> None:
    """Let a toolkit be as its files say."""
    session.execute(delete(ToolkitChoiceRow).where(ToolkitChoiceRow.toolkit_id == toolkit_id))
