"""How far a room is with rating: one item first that all calibrate by, then all others.

Both times the same: it is opened for everybody to rate alone, closed, and shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from app.response.workshop.priority import Place
from app.response.workshop.table import ActRefusedError

RatingPhase = Literal["choosing", "trial", "trial-closed", "trial-shown", "open", "closed", "shown"]
RATING_PHASES: Final[tuple[RatingPhase, ...]] = get_args(RatingPhase)

MOST_ITEMS: Final = 20
LONGEST_ITEM: Final = 300
CALIBRATION: Final = 0
"""Number of the item that all calibrate by."""

STEPS: Final[Mapping[str, Mapping[RatingPhase, RatingPhase]]] = {
    "open": {
        "choosing": "trial", "trial-closed": "trial", "trial-shown": "open", "closed": "open"
    },
    "close": {"trial": "trial-closed", "open": "closed"},
    "reveal": {"trial-closed": "trial-shown", "closed": "shown"},
}  # fmt: skip
"""What each step of a facilitator makes of each phase it can be taken in."""

TRIAL_SHOWN: Final[frozenset[RatingPhase]] = frozenset({"trial-shown", "open", "closed", "shown"})
"""Phases in which all see how the room rated the item they calibrated by."""


def read_phase(written: object) -> RatingPhase:
    """Read a phase as it is kept; a room that has not begun is choosing what to rate."""
    is_known = isinstance(written, str) and written in RATING_PHASES
    return cast("RatingPhase", written) if is_known else "choosing"


def take_step(phase: RatingPhase, step: str) -> RatingPhase:
    """Give the phase a step leads to.

    Raises:
        ActRefusedError: The step can't be taken in this phase.
    """
    after = STEPS.get(step, {}).get(phase)
    if after is None:
        raise ActRefusedError("not-now")
    return after


def is_rated_now(phase: RatingPhase, item: int) -> bool:
    """Whether an item can be rated in a phase."""
    return phase == ("trial" if item == CALIBRATION else "open")


def is_shown(phase: RatingPhase, item: int) -> bool:
    """Whether all see how the room rated an item."""
    return phase in TRIAL_SHOWN if item == CALIBRATION else phase == "shown"


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be rated.

    `question` is set where the toolkit names it, else empty; an empty text is that of the item all
    calibrate by where nobody wrote another one.
    """

    number: int
    text: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is rated in a room and how far it is.

    `places` holds what is shown to all: nothing before the reveal, and no item with fewer than
    five ratings; `rated` how many have rated all that is open.
    """

    phase: RatingPhase
    items: tuple[Item, ...]
    places: Mapping[int, Place]
    rated: int
    here: int

    def find(self, number: int) -> Item | None:
        """Give an item by its number."""
        return next((item for item in self.items if item.number == number), None)

    @property
    def open_items(self) -> tuple[Item, ...]:
        """What can be rated now."""
        return tuple(item for item in self.items if is_rated_now(self.phase, item.number))

    @property
    def shown_items(self) -> tuple[Item, ...]:
        """What the reveal shows, whether or not enough rated it."""
        return tuple(item for item in self.items if is_shown(self.phase, item.number))
