"""Every table in one place, for migrations and whoever needs the whole schema."""

from typing import Final

from sqlalchemy import MetaData

from app.store import (
    account,
    assessment,
    audit,
    check,
    choice,
    definition,
    desk,
    evidence,
    feedback,
    goal,
    heartbeat,
    job,
    move,
    plan,
    reference,
    teamwork,
    throttle,
    unit,
    workshop,
)
from app.store.base import Base

FAMILIES: Final = (
    account,
    assessment,
    audit,
    check,
    choice,
    definition,
    desk,
    evidence,
    feedback,
    goal,
    heartbeat,
    job,
    move,
    plan,
    reference,
    teamwork,
    throttle,
    unit,
    workshop,
)

METADATA: Final[MetaData] = Base.metadata
