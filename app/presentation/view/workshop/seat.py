"""What a participant's page shows: where the room is, what is asked, what they said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.definition.question import Question
from app.presentation.language import Phrase
from app.presentation.view.answer import say_answer
from app.presentation.view.question import Filling, QuestionForm, QuestionPage, build_form
from app.presentation.view.wording import Wording
from app.response import Answer
from app.response.workshop.table import PRACTICE, SHOWN, TableState, is_of_practice

SeatView = Literal[
    "left", "prepare", "waiting", "answering", "overview", "closed", "shown", "plenary", "goals",
    "priorities", "plan", "report", "feedback", "ended",
]  # fmt: skip
WAITING: Final[frozenset[SeatView]] = frozenset(
    {"prepare", "waiting", "closed", "shown", "plenary", "report"}
)
"""Views on which nothing is asked: without script the browser looks again by itself."""
DONE: Final = frozenset({"answered", "unknown", "not-applicable"})
ALL: Final = "all"
"""Asks for the list of what is open instead of one question."""
TABLES: Final = "tables"


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is known of a participant and of their table.

    Attributes:
        stage: Where the whole room is.
        anchor: Id of the question that is practised with.
        votes: Their own answers by question and round.
        rounds: What is open: question -> round; practice stands under its question.
        asked: Which of these they are asked, in order.
    """

    stage: str
    has_left: bool
    state: TableState
    anchor: str
    votes: Mapping[tuple[str, int], Answer]
    rounds: Mapping[str, int]
    asked: tuple[str, ...]
    has_finished: bool

    def standing(self, question: str) -> Answer | None:
        """Give the answer to an open question as it stands."""
        return self.votes.get((question, self.rounds[question]))

    @property
    def undone(self) -> tuple[str, ...]:
        """What is asked and not dealt with yet."""
        answers = {name: self.standing(name) for name in self.asked}
        return tuple(
            name for name, answer in answers.items() if answer is None or answer.state not in DONE
        )


@dataclass(frozen=True, slots=True)
class Place:
    """One open question in the list of them; `answer` in words."""

    id: str
    number: int
    text: Phrase
    answer: Phrase
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of one's own to something that was asked before."""

    text: Phrase
    answer: Phrase
    comment: str
    is_practice: bool


@dataclass(frozen=True, slots=True)
class SeatPage:
    """Everything the page shows but what a stage of the whole room adds.

    Attributes:
        block: Title of the pillar, empty for practice and before the first.
        places: What is open and asked.
        form: The question to answer now.
        round: The round it is asked in.
        previous, following: Ids of the questions beside it, empty at the ends.
        shown: Id of the question that is on the screen, with its text and one's own answer.
        is_parked: Whether it was put aside.
        said: One's own answers to what is not open any more.
    """

    view: SeatView
    block: Phrase
    family: str
    is_practice: bool
    is_again: bool
    has_finished: bool
    undone: int
    places: tuple[Place, ...]
    form: QuestionForm | None
    round: int
    previous: str
    following: str
    shown: str
    shown_text: Phrase
    shown_answer: Phrase | None
    is_parked: bool
    said: tuple[Said, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether there is nothing to do but wait."""
        return self.view in WAITING

    @property
    def key(self) -> str:
        """What the form is known by: another one takes its place where this differs."""
        return "" if self.form is None else f"{self.form.id}.{self.round}.{self.form.count}"


def find_view(sitting: Sitting, wanted: str) -> tuple[SeatView, str]:
    """Tell what a participant sees now, and which question they answer or look at.

    `wanted` is the id of an open question, or `all` for the list of them; the first that is not
    dealt with is taken where it is neither.
    """
    if sitting.has_left:
        return "left", ""
    if sitting.stage != TABLES:
        return sitting.stage, ""  # type: ignore[return-value]  # every other stage is a view
    if sitting.asked:
        question = wanted if wanted in sitting.asked else next(iter(sitting.undone), "")
        return ("answering", question) if question and wanted != ALL else ("overview", "")
    state = sitting.state
    if state.with_phase("open") or state.closed_questions:
        return "closed", ""
    if state.current and state.phase(state.current) in SHOWN:
        return "shown", sitting.anchor if state.current == PRACTICE else state.current
    return "waiting", ""


def build_seat_page(wording: Wording, sitting: Sitting, filling: Filling, wanted: str) -> SeatPage:
    """Build it; `filling` holds one's standing answers and what was typed and not kept."""
    view, question = find_view(sitting, wanted)
    asked, place = sitting.asked, 0
    form = None
    if view == "answering":
        place = asked.index(question)
        found = wording.toolkit.question(question)
        form = build_form(wording, found, filling, (place + 1, len(asked)))
    block, family = _name_block(wording, sitting.state)
    shown = question if view == "shown" else ""
    return SeatPage(
        view=view,
        block=block,
        family=family,
        is_practice=sitting.state.is_practice,
        is_again=view == "answering" and sitting.rounds[question] > 1,
        has_finished=sitting.has_finished,
        undone=len(sitting.undone),
        places=_list_places(wording, sitting, question),
        form=form,
        round=sitting.rounds[question] if form else 0,
        previous=asked[place - 1] if form and place else "",
        following=asked[place + 1] if form and place + 1 < len(asked) else "",
        shown=shown,
        shown_text=wording.phrase(wording.toolkit.question(shown).text if shown else ""),
        shown_answer=_say_own(wording, sitting, shown),
        is_parked=bool(shown) and sitting.state.phase(shown) == "parked",
        said=_list_said(wording, sitting),
    )


def build_script_page(wording: Wording, page: SeatPage) -> QuestionPage:
    """Give the question of a page in the shape in which a script is told of it."""
    nothing = wording.phrase("")
    return QuestionPage(
        id=page.key,
        title=page.block,
        definition=nothing,
        choose=nothing,
        rules=(),
        family=page.family,
        toolkit_title=wording.title,
        country_name="",
        steps=(),
        questions=() if page.form is None else (page.form,),
        previous=None,
        following=None,
    )


def _name_block(wording: Wording, state: TableState) -> tuple[Phrase, str]:
    pillar = next((item for item in wording.toolkit.pillars if item.id == state.block), None)
    if pillar is None:
        return wording.phrase(""), ""
    return wording.phrase(pillar.title), pillar.family


def _list_places(wording: Wording, sitting: Sitting, now: str) -> tuple[Place, ...]:
    places = []
    for number, name in enumerate(sitting.asked, 1):
        question, answer = wording.toolkit.question(name), sitting.standing(name)
        is_done = name not in sitting.undone
        text, said = wording.phrase(question.text), say_answer(wording, question, answer)
        places.append(Place(name, number, text, said, is_done, name == now))
    return tuple(places)


def _say_own(wording: Wording, sitting: Sitting, shown: str) -> Phrase | None:
    """Say what one answered oneself to the question on the screen; None where nothing."""
    if not shown:
        return None
    round_ = sitting.state.round(sitting.state.current)
    answer = sitting.votes.get((shown, round_))
    is_said = answer is not None and answer.state in DONE
    return say_answer(wording, wording.toolkit.question(shown), answer) if is_said else None


def _list_said(wording: Wording, sitting: Sitting) -> tuple[Said, ...]:
    """Give one's answers to what is not open now, in the order of the toolkit; the last round."""
    place = {item.id: number for number, item in enumerate(wording.toolkit.questions)}
    last: dict[tuple[str, bool], tuple[int, Answer]] = {}
    for (name, round_), answer in sitting.votes.items():
        is_open = sitting.rounds.get(name) == round_
        key = (name, is_of_practice(round_))
        # Rounds of practice count down.
        is_last = key not in last or abs(round_) > abs(last[key][0])
        if not is_open and answer.state in DONE and is_last:
            last[key] = (round_, answer)
    listed = sorted(last.items(), key=lambda item: (not item[0][1], place[item[0][0]]))
    return tuple(
        _say_said(wording, wording.toolkit.question(name), answer, is_practice=is_practice)
        for (name, is_practice), (_, answer) in listed
    )


def _say_said(wording: Wording, question: Question, answer: Answer, *, is_practice: bool) -> Said:
    said = say_answer(wording, question, answer)
    return Said(wording.phrase(question.text), said, answer.note, is_practice)
