"""Who acts in the demonstration, where and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.definition.toolkit import Toolkit
from app.service.actor import Actor
from app.service.workspace import Workspace


@dataclass(slots=True)
class Clock:
    """A clock that is set by hand."""

    at: datetime

    def __call__(self) -> datetime:
        """Give the time it is set to."""
        return self.at

    def pass_days(self, days: float) -> None:
        """Set it forward."""
        self.at += timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Cast:
    """The unit with its people by key, the toolkit, and the clock by which they act."""

    workspace: Workspace
    clock: Clock
    unit_id: str
    people: Mapping[str, Actor]
    toolkit: Toolkit
