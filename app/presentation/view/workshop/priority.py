"""What a room rates by impact and effort, as its pages show it, before and after the reveal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.definition.toolkit import Toolkit
from app.presentation.figure import Matrix
from app.presentation.language import N_, Phrase, Translator
from app.presentation.number import show_number
from app.presentation.report.team import PlanLine
from app.presentation.view.assessment.candidate import Candidate, build_candidates
from app.presentation.view.assessment.plan import OWN, PLANNED, TOOLKIT
from app.presentation.view.assessment.priority import build_matrix, name_corner
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.action import say_task
from app.response import Answers
from app.response.message import RefusedError
from app.response.text import read_text
from app.response.workshop.priority import HIGHEST, LOWEST, Place, Rating, order_items
from app.response.workshop.rating import CALIBRATION, LONGEST_ITEM, STEPS, Item, Ranking

USUAL: Final = N_("Publish the opening hours of one office on the web")
"""What all calibrate by where nobody wrote another text: little effort, some impact."""

IMPACTS: Final = (
    N_("Changes hardly anything"),
    N_("Changes a little"),
    N_("Changes something"),
    N_("Changes much"),
    N_("Changes very much"),
)
EFFORTS: Final = (
    N_("Hardly any effort"),
    N_("A little effort"),
    N_("Some effort"),
    N_("Much effort"),
    N_("Very much effort"),
)

_INCOMPLETE: Final = N_("Say both, impact and effort, or neither.")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One item as it is shown; numbers are empty where fewer than five rated it."""

    item: Item
    text: Phrase | str
    impact: str
    effort: str
    corner: str
    count: int | None


@dataclass(frozen=True, slots=True)
class RankingView:
    """What all see of the priorities of a room.

    `lines` are in the order of what to do first once they are shown, before that as they were
    added; `calibration` is that of the first item.
    """

    phase: str
    calibration: Ranked | None
    lines: tuple[Ranked, ...]
    is_trial_shown: bool
    is_shown: bool
    matrix: Matrix | None
    rated: int
    here: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One of five to choose."""

    value: int
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One item to be rated; `problem` says what is missing."""

    number: int
    text: Phrase | str
    impacts: tuple[Mark, ...]
    efforts: tuple[Mark, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RatingForm:
    """What a participant can rate now."""

    lines: tuple[RatingLine, ...]
    is_trial: bool

    @property
    def problems(self) -> tuple[RatingLine, ...]:
        """Items of which something is missing."""
        return tuple(line for line in self.lines if line.problem)

    @property
    def is_done(self) -> bool:
        """Whether all of it was rated."""
        return all(
            any(mark.is_chosen for mark in marks)
            for line in self.lines
            for marks in (line.impacts, line.efforts)
        )


def say_item(wording: Wording, item: Item) -> Phrase | str:
    """Say an item; the one all calibrate by has a text of the site where nobody wrote one."""
    if item.number == CALIBRATION and not item.text:
        return wording.translator.gettext(USUAL)
    return say_task(wording, item.question, item.text)


def build_ranking(wording: Wording, ranking: Ranking) -> RankingView:
    """Build what all see."""
    others = [item for item in ranking.items if item.number != CALIBRATION]
    shown = {item.number for item in ranking.shown_items}
    first = ranking.find(CALIBRATION)
    is_shown = ranking.phase == "shown"
    others = _order(others, ranking.places) if is_shown else others
    return RankingView(
        phase=ranking.phase,
        calibration=_rank(wording, first, ranking.places.get(CALIBRATION)) if first else None,
        lines=tuple(_rank(wording, item, ranking.places.get(item.number)) for item in others),
        is_trial_shown=CALIBRATION in shown,
        is_shown=is_shown,
        matrix=_draw(wording, others, ranking.places) if is_shown else None,
        rated=ranking.rated,
        here=ranking.here,
        steps=tuple(step for step, leads in STEPS.items() if ranking.phase in leads),
    )


def _order(items: Iterable[Item], places: Mapping[int, Place]) -> list[Item]:
    """Put what to do first before all else; what too few rated comes last."""
    by_number = {item.number: item for item in items}
    known = [place for number, place in places.items() if number in by_number]
    ordered = [by_number[place.item] for place in order_items(known)]
    return ordered + [item for item in by_number.values() if item.number not in places]


def _rank(wording: Wording, item: Item, place: Place | None) -> Ranked:
    say = wording.translator
    marks = (_round(place.impact), _round(place.effort)) if place else (None, None)
    corner = name_corner(marks[0] or 0, marks[1] or 0) if place else ""
    return Ranked(
        item=item,
        text=say_item(wording, item),
        impact=_show(place.impact, say) if place else "",
        effort=_show(place.effort, say) if place else "",
        corner=say.gettext(corner) if corner else "",
        count=place.count if place else None,
    )


def _show(middle: float | None, translator: Translator) -> str:
    is_whole = middle is not None and middle.is_integer()
    return show_number(middle, translator, decimals=0 if is_whole else 1)


def _draw(wording: Wording, items: Iterable[Item], places: Mapping[int, Place]) -> Matrix | None:
    """Draw the matrix of the middles, each item by its number in the list.

    One between two marks stands at the greater one.
    """
    lines = [
        _as_line(item, places[item.number], number)
        for number, item in enumerate(items, start=1)
        if item.number in places
    ]
    return build_matrix(wording, lines)


def _as_line(item: Item, place: Place, number: int) -> PlanLine:
    return PlanLine(
        number=number, question=item.question, source=TOOLKIT if item.question else OWN,
        text=item.text, owner="", partner="", due=None, cost="", status=PLANNED, indicator="",
        impact=_round(place.impact), effort=_round(place.effort),
    )  # fmt: skip


def _round(middle: float | None) -> int | None:
    return None if middle is None else int(middle + 0.5)


# --- The form of a participant ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypedRatings:
    """What was sent: whole ratings, and of each item what was chosen."""

    ratings: tuple[Rating, ...]
    chosen: Mapping[int, tuple[int | None, int | None]] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether no item is half rated."""
        return len(self.ratings) == len(self.chosen)


def read_ratings(fields: Mapping[str, str]) -> TypedRatings:
    """Read what a form sent: `impact.3` and `effort.3` are of item 3; anything else is left out."""
    chosen: dict[int, tuple[int | None, int | None]] = {}
    for name in fields:
        word, _, number = name.partition(".")
        if word in {"impact", "effort"} and number.isascii() and number.isdigit():
            item = int(number[:6])
            chosen[item] = (
                _read_mark(fields.get(f"impact.{item}", "")),
                _read_mark(fields.get(f"effort.{item}", "")),
            )
    given = {item: pair for item, pair in chosen.items() if pair != (None, None)}
    whole = tuple(
        Rating(item, impact, effort)
        for item, (impact, effort) in given.items()
        if impact is not None and effort is not None
    )
    return TypedRatings(whole, given)


def _read_mark(text: str) -> int | None:
    known = {str(mark): mark for mark in range(LOWEST, HIGHEST + 1)}
    return known.get(text)


def build_rating_form(
    wording: Wording,
    ranking: Ranking,
    own: Mapping[int, Rating],
    typed: TypedRatings | None = None,
) -> RatingForm:
    """Build what can be rated now, with what was rated before or was just sent."""
    kept = {item: (rating.impact, rating.effort) for item, rating in own.items()}
    chosen = {**kept, **(typed.chosen if typed else {})}
    lines = tuple(
        _rating_line(wording, item, chosen.get(item.number, (None, None)))
        for item in ranking.open_items
    )
    return RatingForm(lines, ranking.phase == "trial")


def _rating_line(wording: Wording, item: Item, chosen: tuple[int | None, int | None]) -> RatingLine:
    is_half = (chosen[0] is None) != (chosen[1] is None)
    return RatingLine(
        number=item.number,
        text=say_item(wording, item),
        impacts=_list_marks(wording.translator, IMPACTS, chosen[0]),
        efforts=_list_marks(wording.translator, EFFORTS, chosen[1]),
        problem=wording.translator.gettext(_INCOMPLETE) if is_half else "",
    )


def _list_marks(
    translator: Translator, words: tuple[str, ...], chosen: int | None
) -> tuple[Mark, ...]:
    return tuple(
        Mark(value, translator.gettext(text), value == chosen)
        for value, text in enumerate(words, start=LOWEST)
    )


# --- What a facilitator chooses from ------------------------------------------------------------


def build_proposals(wording: Wording, agreed: Answers, ranking: Ranking) -> tuple[Candidate, ...]:
    """Build what the toolkit names next from where the room agreed the questions are."""
    taken = {(item.question, item.text) for item in ranking.items if item.question}
    return build_candidates(_whole(wording), agreed, (), taken=taken)


def _whole(wording: Wording) -> Wording:
    """A quick-check names one action from each pillar; a room chooses from all of them."""
    return replace(wording, setting=replace(wording.setting, quick=False))


def list_proposed(toolkit: Toolkit, sent: Iterable[str]) -> tuple[str, ...]:
    """Give those of the sent ids that are questions of the toolkit, each once."""
    known = {question.id for question in toolkit.questions}
    return tuple(name for name in dict.fromkeys(sent) if name in known)


def read_item_text(wording: Wording, raw: str) -> tuple[str, str]:
    """Read the text of an item, on one line; with what is wrong with it, or nothing."""
    try:
        return " ".join(read_text(raw, LONGEST_ITEM).split()), ""
    except RefusedError as refused:
        return "", wording.translator.gettext(refused.message, **refused.params)
