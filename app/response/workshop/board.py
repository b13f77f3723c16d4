"""What a room said to one question: its spread, by role where that tells on nobody.

The rule of five: how the room is spread is shown from five answers on; a break-down only if every
part shown, and the rest of the room together, hold that many (three where participants are named).
A group too small to be shown goes into the rest; a rest too small takes the smallest group with it.
Who was seen in a part and is taken out of it would be told by the difference: then there is no
break-down any more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.response.answer import Answer
from app.response.measure import Measure
from app.response.merging import Spread, spread_of

LEAST: Final = 5
"""Answers from which on a spread is shown."""
LEAST_NAMED: Final = 3
"""Answers a part of the room needs where all know who sits in it anyway."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One answer in a room, and which part of it the respondent belongs to (empty: unsaid).

    `is_moved`: they may have been seen in another part than now.
    """

    answer: Answer
    part: str = ""
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the room (`""`: all others together) and its spread."""

    name: str
    spread: Spread


@dataclass(frozen=True, slots=True)
class Board:
    """What a room said to one question.

    Attributes:
        spread: Of all who answered.
        answers: How many said anything, unknown and does-not-apply included.
        is_shown: Whether that many answered that the spread may be shown.
        parts: By part of the room; empty where that would tell on somebody.
    """

    spread: Spread
    answers: int
    is_shown: bool
    parts: tuple[Part, ...]


def lay_board(
    question: Question,
    measure: Measure | None,
    votes: Sequence[Vote],
    *,
    least: int = LEAST,
    least_part: int = LEAST,
) -> Board:
    """Count the votes of a room on one question."""
    spread = spread_of(question, measure, [vote.answer for vote in votes], of=len(votes))
    is_shown = len(votes) >= least
    is_split = is_shown and not any(vote.is_moved for vote in votes)
    groups = find_parts([vote.part for vote in votes], least=least_part) if is_split else ()
    named = {name for name in groups if name}
    parts = tuple(
        Part(name, _spread_of_part(question, measure, votes, (name, named))) for name in groups
    )
    return Board(spread, len(votes), is_shown, parts)


def _spread_of_part(
    question: Question,
    measure: Measure | None,
    votes: Iterable[Vote],
    part: tuple[str, set[str]],
) -> Spread:
    name, named = part
    mine = [vote.answer for vote in votes if (vote.part if vote.part in named else "") == name]
    return spread_of(question, measure, mine, of=len(mine))


def find_parts(parts: Iterable[str], *, least: int) -> tuple[str, ...]:
    """Give the parts that can be shown, the largest first and the rest (`""`) last.

    Nothing, where fewer than two remain: one part alone tells no more than the whole.
    """
    counts = Counter(parts)
    rest = counts.pop("", 0)
    shown = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    for name in [name for name, count in shown.items() if count < least]:
        rest += shown.pop(name)
    while rest and rest < least and shown:
        rest += shown.pop(next(reversed(shown)))
    found = (*shown, "") if rest else tuple(shown)
    return found if len(found) > 1 else ()


def order_boards(boards: Mapping[str, Board]) -> tuple[str, ...]:
    """Order questions by disagreement, as far as it is shown.

    The others come last, in their own order: of a few, a place among the rest would tell who
    disagreed.
    """
    shown = {name: board.spread for name, board in boards.items() if board.is_shown}
    return (*order_by_spread(shown), *(name for name in boards if name not in shown))


def order_by_spread(spreads: Mapping[str, Spread]) -> tuple[str, ...]:
    """Order questions by disagreement, the widest first; of equals the one with more unknown.

    Questions without a consensus (fewer than two answers with points) come last, in their order.
    """
    place = {name: number for number, name in enumerate(spreads)}

    def key(name: str) -> tuple[bool, float, int, int]:
        spread = spreads[name]
        known = spread.consensus is not None
        return (not known, spread.consensus or 0.0, -spread.states["unknown"], place[name])

    return tuple(sorted(spreads, key=key))
