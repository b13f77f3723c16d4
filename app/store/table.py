"""Every table in one place, for migrations and whoever needs the whole schema."""

from typing import Final

from sqlalchemy import MetaData

from app.store import (
    audit,
    check,
    definition,
    feedback,
    heartbeat,
    job,
    move,
    reference,
    throttle,
)
from app.store.base import Base

FAMILIES: Final = (audit, check, definition, feedback, heartbeat, job, move, reference, throttle)

METADATA: Final[MetaData] = Base.metadata
