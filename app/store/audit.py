"""The trail of what was done. The program only adds to it; triggers refuse change and deletion."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, insert
from sqlalchemy.dialects.sqlite import INTEGER
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import Base, JsonValue


class AuditRow(Base):
    """One deed: what, on which subject, when. No secret, no address, no text of an answer."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(INTEGER(), "sqlite"), Identity(always=False), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[JsonValue]


def add_audit(
    session: Session, now: datetime, *, action: str, subject: str = "", **detail: object
) -> None:
    """Add one line to the trail."""
    row = {"at": now, "action": action, "subject": subject, "detail": detail}
    session.execute(insert(AuditRow), [row])
