"""One key that changed, and one question that changed, with what follows for old answers."""

from dataclasses import dataclass
from math import inf
from typing import Final, Literal

from app.definition.question import Question, Valid

Step = Literal["patch", "minor", "major"]
Status = Literal["same", "reworded", "rescored", "added", "removed", "moved"]
Carries = Literal["yes", "confirm", "no"]

STEPS: Final[tuple[Step, ...]] = ("patch", "minor", "major")
"""From the least to the greatest."""

UNSCORED: Final = frozenset({"text", "date"})


def greatest(*steps: Step) -> Step:
    """Give the greatest of several steps; patch where there is none."""
    return max(steps, key=STEPS.index, default="patch")


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key that was changed.

    Attributes:
        path: Where it stands, by ids: `levels.2.state`, `scoring.bands.lead.from`.
        before: What was written, as text; None where nothing was.
        after: What is written now; None where nothing is.
        step: The least step of the version this change asks for.
    """

    path: str
    before: str | None
    after: str | None
    step: Step

    @property
    def scores(self) -> bool:
        """Whether it can change the score of an old answer."""
        return self.step == "major"


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """What became of one question.

    Attributes:
        status: `moved` where it replaces another id or stands in another pillar or topic and
            nothing else of it can change a score; `rescored` where something can; `reworded`
            where something else changed.
        old: The question in the old version; None where it was added.
        new: The question in the new version; None where it was removed.
        changes: What changed in it, in the order of the keys.
        carries: Whether an old answer can stand: as it is, once its author confirms it, or not.
            Single answers may still be refused, such as one that names a removed option.
        reuses_id: Whether the id now names another question than before.
    """

    status: Status
    old: Question | None
    new: Question | None
    changes: tuple[KeyChange, ...] = ()
    carries: Carries = "yes"
    reuses_id: bool = False

    @property
    def id(self) -> str:
        """The id in the new version, else the old one."""
        known = self.new or self.old
        return "" if known is None else known.id

    @property
    def offers_less(self) -> bool:
        """Whether some answers that could be given before cannot be given now."""
        if self.old is None or self.new is None:
            return False
        before, after = _together(self.old), _together(self.new)
        is_gone = not self.new.options_by_id.keys() >= self.old.options_by_id.keys()
        return is_gone or not after >= before or _is_narrower(self.old.valid, self.new.valid)

    @property
    def step(self) -> Step:
        """The least step of the version this change asks for."""
        if self.old is None or self.new is None:
            return "major" if _is_scored(self.old or self.new) else "minor"
        renamed: Step = "minor" if self.old.id != self.new.id else "patch"
        lost: Step = "major" if self.carries == "no" else "patch"
        return greatest(renamed, lost, *(change.step for change in self.changes))


def _together(question: Question) -> frozenset[str]:
    """Give the options that may be ticked beside others."""
    return frozenset(option.id for option in question.options if not option.exclusive)


def _is_narrower(old: Valid | None, new: Valid | None) -> bool:
    old_low, old_high = _limits(old)
    new_low, new_high = _limits(new)
    return new_low > old_low or new_high < old_high


def _limits(valid: Valid | None) -> tuple[float, float]:
    low = None if valid is None else valid.from_
    high = None if valid is None else valid.to
    return (-inf if low is None else low, inf if high is None else high)


def _is_scored(question: Question | None) -> bool:
    return question is not None and question.kind not in UNSCORED and question.weight > 0
