"""What a room thought of its day, counted as far as it may be told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from app.response.workshop.board import LEAST
from app.response.workshop.priority import HIGHEST, LOWEST

FIELDS: Final = ("useful", "again", "before", "after")
AT_END: Final = ("useful", "again", "after")


@dataclass(frozen=True, slots=True)
class Given:
    """What one participant thought, each 1 to 5 or None; see `WorkshopFeedbackRow`."""

    useful: int | None = None
    again: int | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How often each mark from 1 to 5 was given; None while it is not shown."""

    answers: int
    counts: tuple[int, ...] | None
    middle: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """Of those who answered before and after: how many know more, as much, less; the mean change.

    None while fewer than five did.
    """

    pairs: int
    more: int | None
    same: int | None
    less: int | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a room thought. `is_open`: it can still change, and only how many answered is told."""

    is_open: bool
    shares: dict[str, Share]
    change: Change


def sum_up(given: Sequence[Given], *, is_open: bool) -> Summary:
    """Count what was thought, as far as it may be told."""
    shares = {
        name: _share((getattr(one, name) for one in given), is_open=is_open) for name in FIELDS
    }
    pairs = [
        one.after - one.before for one in given if one.before is not None and one.after is not None
    ]
    return Summary(is_open, shares, _compare(pairs, is_open=is_open))


def _share(marks: Iterable[int | None], *, is_open: bool) -> Share:
    known = [mark for mark in marks if mark is not None]
    if is_open or len(known) < LEAST:
        return Share(len(known), None, None)
    counts = Counter(known)
    found = tuple(counts[mark] for mark in range(LOWEST, HIGHEST + 1))
    return Share(len(known), found, float(median(known)))


def _compare(changes: Sequence[int], *, is_open: bool) -> Change:
    if is_open or len(changes) < LEAST:
        return Change(len(changes), None, None, None, None)
    more = sum(change > 0 for change in changes)
    less = sum(change < 0 for change in changes)
    mean = sum(changes) / len(changes)
    return Change(len(changes), more, len(changes) - more - less, less, mean)
