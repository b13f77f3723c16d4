"""One unit's way from one version of a toolkit to another: its answers, and what its score does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from app.definition.toolkit import Toolkit
from app.response import Answers, Setting, SettingError
from app.response.carrying import CarryLine
from app.scoring.change import Change, split_change
from app.scoring.error import ScoringError

QUICK: Final = Setting(quick=True)


@dataclass(frozen=True)
class Passage:
    """From one version to another: what becomes of the answers and of the score.

    Attributes:
        old: The version before.
        new: The version after.
        parameters: The options chosen, before and after.
        record: One line for every old answer.
        number: Of the move, from 1; 0 for one that was not made.
        moved_at: When, in UTC; None for one that was not made.
        asks: Which questions are asked, of which kind of unit; its parameters are not looked at.
    """

    old: Toolkit
    new: Toolkit
    parameters: tuple[Mapping[str, str], Mapping[str, str]]
    record: tuple[CarryLine, ...]
    number: int = 0
    moved_at: datetime | None = None
    asks: Setting = QUICK

    @property
    def lacking(self) -> tuple[str, ...]:
        """The parameters that the new version requires and for which nothing is chosen yet."""
        needed = (name for name, item in self.new.parameters.items() if item.required)
        return tuple(name for name in needed if name not in self.parameters[1])

    @property
    def settings(self) -> tuple[Setting, Setting]:
        """What is asked before and after, with the options chosen."""
        before, after = (replace(self.asks, parameters=chosen) for chosen in self.parameters)
        return before, after

    @cached_property
    def change(self) -> Change | None:
        """The change of the score by the move alone; None where it can't be computed."""
        carried = Answers(line.after for line in self.record if line.after is not None)
        answered = Answers(line.before for line in self.record)
        try:
            return split_change(self.old, self.new, answered, carried, settings=self.settings)
        except (ScoringError, SettingError):
            return None
