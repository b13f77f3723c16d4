"""The trail of what was done. The program only adds to it; triggers refuse change and deletion."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, insert, select
from sqlalchemy.dialects.sqlite import INTEGER
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import Base, JsonValue


class AuditRow(Base):
    """One deed: what, on which subject, by which account, when.

    No secret, no address, no text of an answer.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(INTEGER(), "sqlite"), Identity(always=False), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    detail: Mapped[JsonValue]
    actor: Mapped[str | None] = mapped_column(index=True)


def add_audit(
    session: Session,
    now: datetime,
    *,
    action: str,
    subject: str = "",
    actor: str | None = None,
    **detail: object,
) -> None:
    """Add one line to the trail; `actor` is the id of the account that did it."""
    row = {"at": now, "action": action, "subject": subject, "detail": detail, "actor": actor}
    session.execute(insert(AuditRow), [row])


def find_first_action(session: Session) -> str | None:
    """Return what the first line of the trail says was done; None for an empty trail."""
    return session.scalar(select(AuditRow.action).order_by(AuditRow.id).limit(1))
