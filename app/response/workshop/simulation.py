"""What invented people in a practice room say: plausible, and the same for the same seed.

The room has its own view of each question, closer or wider, some with two camps; everybody in it
leans a little from that. Asked again after a talk, they have come closer together.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import Answer, Value
from app.response.example import Lot, value_at_share
from app.response.kind import measure_of
from app.response.measure import Line
from app.response.workshop.feedback import Given
from app.response.workshop.priority import HIGHEST, LOWEST, Rating

LEAST_PEOPLE: Final = 5
USUAL_PEOPLE: Final = 12
MOST_PEOPLE: Final = 60

SHORTEST: Final = timedelta(seconds=1)
LONGEST: Final = timedelta(seconds=20)
"""How soon the first and the last of them have finished with a block."""

_UNKNOWN: Final = 0.07
_DIVIDED: Final = 0.25
_BEST: Final = 0.999
_LARGE: Final = 10.0
_WIDTHS: Final = (0.12, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Mind:
    """One invented participant of a room: its seed, and their number in it."""

    seed: str
    number: int

    def answer(self, question: Question, toolkit: Toolkit, round_: int) -> Answer:
        """Give what they say to a question in a round; words of their own nobody can invent."""
        lot = Lot(self.seed, f"{self.number}:{question.id}:{round_}")
        if question.kind == "text" or lot.next() < _UNKNOWN:
            return Answer(question.id, "unknown")
        centre, width = self._see(question.id)
        # The mean of two draws: many near the middle of the room, few far from it.
        drift = (lot.next() + lot.next() - 1.0) * width / max(round_, 1)
        share = min(max(centre + self._lean() + drift, 0.0), _BEST)
        return Answer(question.id, value=_say(question, toolkit, share))

    def _see(self, question: str) -> tuple[float, float]:
        """Give how well the matter stands to them, from 0 to 1, and how far they may be from it."""
        room = Lot(self.seed, question)
        centre, divided = 0.2 + 0.6 * room.next(), room.next() < _DIVIDED
        width = _WIDTHS[int(room.next() * len(_WIDTHS))]
        camp = (0.25 if self.number % 2 else -0.25) if divided else 0.0
        return centre + camp, width

    def _lean(self) -> float:
        return (Lot(self.seed, f"{self.number}").next() - 0.5) / 5

    def take_time(self, block: str, round_: int) -> timedelta:
        """Give how long they take to finish with a block."""
        share = Lot(self.seed, f"{self.number}:{block}:{round_}:time").next()
        return SHORTEST + (LONGEST - SHORTEST) * share

    def rate(self, item: int) -> Rating:
        """Give how they rate an item."""
        room, own = Lot(self.seed, f"item {item}"), Lot(self.seed, f"{self.number}:item {item}")
        impact, effort = (1.5 + 3.0 * room.next() for _ in range(2))
        return Rating(item, *(_mark(mark + 2.0 * own.next() - 1.0) for mark in (impact, effort)))

    def judge(self) -> Given:
        """Give what they think of the day, and how well they knew and know how things stand."""
        lot = Lot(self.seed, f"{self.number}:feedback")
        before, after = _mark(1.0 + 2.6 * lot.next()), _mark(2.8 + 2.2 * lot.next())
        return Given(_mark(2.8 + 2.2 * lot.next()), _mark(2.4 + 2.6 * lot.next()), before, after)

    def choose(self, what: str, choices: tuple[str, ...]) -> str:
        """Give what they say of themselves; nothing where nothing is asked."""
        place = int(Lot(self.seed, f"{self.number}:{what}").next() * len(choices))
        return choices[place] if choices else ""


def _say(question: Question, toolkit: Toolkit, share: float) -> Value:
    """Give a value as people say it: a large number without decimals, where that may be typed."""
    value, measure = value_at_share(question, toolkit, share), measure_of(question, toolkit)
    if not isinstance(value, float) or not isinstance(measure, Line) or abs(value) < _LARGE:
        return value
    low, high = measure.valid
    whole = float(round(value))
    is_taken = (low is None or whole >= low) and (high is None or whole <= high)
    return whole if is_taken else value


def _mark(mark: float) -> int:
    return min(max(round(mark), LOWEST), HIGHEST)
