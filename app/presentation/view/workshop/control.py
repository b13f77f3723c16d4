"""What whoever runs a workshop sees: stages, tables, who is in and has finished, never answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from app.presentation.language import N_, Phrase, Translator
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.outlook import name_table
from app.response.workshop.table import PRACTICE, SHOWN, TableState, next_question

STAGES: Final[Mapping[str, tuple[str, str]]] = {
    "prepare": (N_("Prepare"), N_("People come in and find their table. Nothing is asked yet.")),
    "tables": (
        N_("At the tables"),
        N_("Everybody answers alone, sees how the answers spread, talks and agrees."),
    ),
    "plenary": (
        N_("Plenary"),
        N_("All hear what the tables agreed, and stand by it or have it asked again."),
    ),
    "goals": (N_("Goals"), N_("The room says where it wants to be, and by which year.")),
    "priorities": (
        N_("Priorities"),
        N_("Everybody rates impact and effort, so that all see what to do first."),
    ),
    "plan": (N_("Action plan"), N_("At most ten actions, each with an owner and a date.")),
    "report": (N_("Report draft"), N_("All see what the report will say.")),
    "feedback": (N_("Feedback"), N_("A minute for everybody to say how useful it was.")),
}
"""The stages of a room in their order: name and what it means."""
ENDED: Final = "ended"

PHASES: Final[Mapping[str, str]] = {
    "waiting": N_("not asked yet"),
    "open": N_("being answered"),
    "closed": N_("closed, not revealed"),
    "revealed": N_("revealed, to be talked over"),
    "parked": N_("parked for later"),
    "agreed": N_("dealt with"),
}
"""Phases of a question in words."""

ACTS: Final[Mapping[str, str]] = {
    "open": N_("Opened for answers"),
    "close": N_("Closed answering"),
    "answer-again": N_("Opened the answers again"),
    "reveal": N_("Revealed the answers"),
    "next": N_("Went to the next question"),
    "show": N_("Put a question on the screen"),
    "park": N_("Parked a question"),
    "timer": N_("Set the timer"),
    "agree": N_("Kept an agreement"),
    "reopen": N_("Had a question asked again"),
    "undo": N_("Undid what was done before"),
}
"""What facilitators do, in words."""

REASONS: Final[Mapping[str, str]] = {
    "answering": N_("Something is being answered. Close it first."),
    "nothing-to-open": N_("All questions of this block are dealt with."),
    "not-open": N_("Nothing is open for answers."),
    "not-closed": N_("Nothing is closed and waits to be revealed."),
    "not-shown": N_("This question was not revealed yet."),
    "nothing-left": N_("No revealed question is left to talk over."),
    "nothing-done": N_("Nothing was done at this table that could be undone."),
    "seen": N_(
        "What everybody saw can’t be unseen. Ask a question again, and it is asked in a new round."
    ),
    "ended": N_("The workshop has ended. Nothing in it changes any more."),
}
"""Why something can't be done at a table now, by the word for it."""


class Seated(Protocol):
    """Somebody in the room."""

    @property
    def row(self) -> Any:  # noqa: ANN401  # a row has what was asked for
        """Columns of the participant."""

    @property
    def has_finished(self) -> bool:
        """Whether they have finished with what is open."""

    @property
    def is_away(self) -> bool:
        """Whether their device has not asked for long."""


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of the room: `place` is `past`, `now`, `next` or `later`."""

    id: str
    name: str
    meaning: str
    place: str


def list_stages(translator: Translator, stage: str, *, tables: int) -> tuple[StageLine, ...]:
    """List the stages of a room that is at one of them, or has ended.

    With one table the plenary is not what comes next: what is agreed there stands.
    """
    names = list(STAGES)
    now = names.index(stage) if stage in STAGES else len(names)
    later = [name for name in names[now + 1 :] if tables > 1 or name != "plenary"]
    places = (
        dict.fromkeys(names[:now], "past")
        | dict.fromkeys(names[now : now + 1], "now")
        | dict.fromkeys(later[:1], "next")
    )
    return tuple(
        StageLine(
            name,
            translator.gettext(words),
            translator.gettext(meaning),
            places.get(name, "later"),
        )
        for name, (words, meaning) in STAGES.items()
    )


# --- Who is in ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in the room; `state` is `left`, `away`, `finished`, `answering` or `in`."""

    number: int
    name: str
    role: str
    table: int
    state: str
    words: str


PERSON_STATES: Final[Mapping[str, str]] = {
    "left": N_("left"),
    "away": N_("away"),
    "finished": N_("has finished"),
    "answering": N_("is answering"),
    "in": N_("is in"),
}


def list_people(
    translator: Translator, people: Iterable[Seated], states: Mapping[int, TableState]
) -> tuple[PersonLine, ...]:
    """List who is in; a name stands only where the session keeps names."""
    lines = []
    for person in people:
        row = person.row
        state = _state_of(person, states.get(row.table_number))
        words = translator.gettext(PERSON_STATES[state])
        lines.append(PersonLine(row.number, row.name, row.role, row.table_number, state, words))
    return tuple(lines)


def _state_of(person: Seated, state: TableState | None) -> str:
    if person.row.left_at is not None:
        return "left"
    if person.has_finished:
        return "finished"
    if person.is_away:
        return "away"
    return "answering" if state is not None and state.is_answering else "in"


# --- Tables -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table in the list of them: what it does now, and how much of it is dealt with."""

    number: int
    name: str
    is_typed: bool
    block: Phrase
    doing: str
    finished: int
    seated: int
    is_answering: bool
    dealt: int
    parked: int
    count: int


def describe_table(
    wording: Wording,
    row: Any,  # noqa: ANN401  # a row has what was asked for
    state: TableState,
    *,
    here: tuple[int, int],
    questions: int,
) -> TableLine:
    """Describe a table; `here`: how many there have finished, and how many sit there."""
    translator = wording.translator
    return TableLine(
        number=row.number,
        name=name_table(row.number, row.name, translator),
        is_typed=bool(row.name),
        block=name_block(wording, state.block),
        doing=say_doing(translator, state),
        finished=here[0],
        seated=here[1],
        is_answering=state.is_answering,
        dealt=len(state.with_phase("agreed")),
        parked=len(state.with_phase("parked")),
        count=questions,
    )


def name_block(wording: Wording, block: str) -> Phrase:
    """Name a block: the practice question, or a pillar; empty before the first."""
    translator = wording.translator
    if block == PRACTICE:
        return Phrase(translator.gettext("Practice question"), translator.code)
    pillar = next((item for item in wording.toolkit.pillars if item.id == block), None)
    return Phrase("", translator.code) if pillar is None else wording.phrase(pillar.title)


def say_doing(translator: Translator, state: TableState) -> str:
    """Say what a table does now."""
    if state.is_answering:
        return translator.gettext("Everybody answers alone")
    if state.closed_questions:
        return translator.gettext("Closed; not revealed yet")
    if state.phase(state.current) == "revealed" and state.current != PRACTICE:
        return translator.gettext("Talks about a question")
    if state.current == PRACTICE:
        return translator.gettext("Has seen the practice answers")
    return translator.gettext("Between two steps") if state.block else translator.gettext("Waits")


# --- One table ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """The next sensible step at a table: its word and the block or question it is about.

    Words are those of the acts, and `agree`, or `done` where nothing is left.
    """

    word: str
    about: str = ""


def find_step(state: TableState, blocks: Mapping[str, tuple[str, ...]]) -> Step:
    """Find what comes next at a table whose blocks are these, practice first."""
    if state.is_answering:
        return Step("close")
    if state.closed_questions:
        return Step("reveal")
    current = state.current
    if current != PRACTICE and state.phase(current) == "revealed":
        return Step("agree", current)
    if next_question(state):
        return Step("next", next_question(state))
    for block, questions in blocks.items():
        if any(state.phase(name) == "waiting" for name in questions):
            is_begun = bool(state.phases) and block == PRACTICE
            if not is_begun:
                return Step("open", block)
    left = [name for name in state.with_phase("parked") if name != current]
    return Step("show", left[0]) if left else Step("done")


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in the list of them: `state` is `waiting`, `now`, `begun` or `done`."""

    id: str
    title: Phrase
    family: str
    count: int
    dealt: int
    parked: int
    state: str
    can_open: bool


def list_blocks(
    wording: Wording, state: TableState, blocks: Mapping[str, tuple[str, ...]]
) -> tuple[BlockLine, ...]:
    """List the blocks of a table with how far each is."""
    families = {pillar.id: pillar.family for pillar in wording.toolkit.pillars}
    return tuple(
        _describe_block(wording, state, block, questions=questions, family=families.get(block, ""))
        for block, questions in blocks.items()
    )


def _describe_block(
    wording: Wording,
    state: TableState,
    block: str,
    *,
    questions: tuple[str, ...],
    family: str,
) -> BlockLine:
    phases = [state.phase(name) for name in questions]
    is_left = any(phase in {"waiting", "closed"} for phase in phases)
    is_done = all(phase in SHOWN for phase in phases)
    if block != PRACTICE:
        is_done = all(phase in {"agreed", "parked"} for phase in phases)
    begun = "begun" if any(phase != "waiting" for phase in phases) else "waiting"
    return BlockLine(
        id=block,
        title=name_block(wording, block),
        family=family,
        count=len(questions),
        dealt=phases.count("agreed"),
        parked=phases.count("parked"),
        state="done" if is_done else "now" if block == state.block else begun,
        can_open=not state.is_answering and (is_left or block == PRACTICE),
    )


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in the list of those that were asked, the widest disagreement first."""

    id: str
    text: Phrase
    phase: str
    words: str
    round: int
    is_now: bool
    is_shown: bool
    can_park: bool
    can_reopen: bool


def list_questions(wording: Wording, state: TableState) -> tuple[QuestionLine, ...]:
    """List the questions of a table that were asked: those of the block as they are talked over."""
    rest = [name for name in state.phases if name not in state.order and name != PRACTICE]
    return tuple(_describe_question(wording, state, name) for name in (*state.order, *rest))


def _describe_question(wording: Wording, state: TableState, name: str) -> QuestionLine:
    phase = state.phase(name)
    is_shown = phase in SHOWN
    return QuestionLine(
        id=name,
        text=wording.phrase(wording.toolkit.question(name).text),
        phase=phase,
        words=wording.translator.gettext(PHASES[phase]),
        round=state.round(name),
        is_now=name == state.current,
        is_shown=is_shown,
        can_park=phase == "revealed",
        can_reopen=is_shown and not state.is_answering,
    )
