"""How far a table is, and what its facilitator can do next.

A block is the practice question or the questions of one pillar. It is opened for everybody to
answer alone, closed, and revealed as a whole; then its questions are talked over one by one, the
one with the widest spread first, and each ends agreed or parked. A question can be asked again:
its round counts up, and what was said before stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args

Phase = Literal["waiting", "open", "closed", "revealed", "parked", "agreed"]
PHASES: Final[tuple[Phase, ...]] = get_args(Phase)

PRACTICE: Final = "practice"
"""The block in which everybody tries it with one question; its votes count nowhere."""
PRACTICE_ROUND: Final = 0
"""The first round of practice; what was shown is practised again in the round before: -1, -2 ..."""

SHOWN: Final[frozenset[Phase]] = frozenset({"revealed", "parked", "agreed"})
"""Phases in which the spread of a question is seen by all."""


class ActRefusedError(Exception):
    """Something that can't be done at a table as it is now; `reason` is one word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TableState:
    """Where a table is.

    Attributes:
        block: `practice`, the id of a pillar, or empty before the first.
        phases: Phase of each question that was ever opened; others wait. That of the practice
            question stands under `practice`.
        rounds: How often a question has been asked, where more than once; that of practice counts
            down from 0.
        order: The questions of the block as they are talked over, once they are revealed.
        current: The question on the screen, or empty.
        ends_at: When the timer runs out, in ISO 8601 with zone, or empty.
    """

    block: str = ""
    phases: Mapping[str, Phase] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    current: str = ""
    ends_at: str = ""

    def phase(self, question: str) -> Phase:
        """Give the phase of a question (or of `practice`)."""
        return self.phases.get(question, "waiting")

    def round(self, question: str) -> int:
        """Give the round a question is asked in, from 1; that of practice is 0 or less."""
        return self.rounds.get(question, PRACTICE_ROUND if question == PRACTICE else 1)

    @property
    def is_practice(self) -> bool:
        """Whether the table is practising."""
        return self.block == PRACTICE

    def with_phase(self, phase: Phase) -> tuple[str, ...]:
        """Give the questions in a phase, in the order they were opened."""
        return tuple(name for name, now in self.phases.items() if now == phase)

    @property
    def is_answering(self) -> bool:
        """Whether anything is open for answers."""
        return bool(self.with_phase("open"))

    @property
    def open_questions(self) -> tuple[str, ...]:
        """What can be answered now; `practice` stands for the practice question."""
        return self.with_phase("open")

    @property
    def closed_questions(self) -> tuple[str, ...]:
        """What waits to be revealed; practice that was left is no part of a pillar."""
        return tuple(
            name for name in self.with_phase("closed") if (name == PRACTICE) == self.is_practice
        )


def open_block(state: TableState, block: str, questions: Iterable[str]) -> TableState:
    """Open a block: its questions that are neither agreed nor parked can be answered.

    Practice that was shown is answered anew: one more answer among those that were seen would be
    told by the difference.
    """
    _refuse_if(state.is_answering, "answering")
    if block == PRACTICE:
        was_seen = state.phase(PRACTICE) in SHOWN
        rounds = {**state.rounds, PRACTICE: state.round(PRACTICE) - 1} if was_seen else state.rounds
        moved = _move(state, block=PRACTICE, changed={PRACTICE: "open"}, order=(), current="")
        return replace(moved, rounds=rounds)
    wanted = [name for name in questions if state.phase(name) in {"waiting", "closed"}]
    _refuse_if(not wanted, "nothing-to-open")
    changed = dict.fromkeys(wanted, _phase("open"))
    return _move(state, block=block, changed=changed, order=(), current="")


def reopen(state: TableState, question: str) -> TableState:
    """Ask a question once more, in a new round; what was said before stays."""
    _refuse_if(state.is_answering, "answering")
    _refuse_if(state.phase(question) not in SHOWN or question == PRACTICE, "not-shown")
    rounds = {**state.rounds, question: state.round(question) + 1}
    order = state.order if question in state.order else (question,)
    moved = _move(
        state, block=state.block, changed={question: "open"}, order=order, current=question
    )
    return replace(moved, rounds=rounds)


def close(state: TableState) -> TableState:
    """End answering: nobody's answer changes any more."""
    _refuse_if(not state.is_answering, "not-open")
    return replace(
        state,
        phases={**state.phases, **dict.fromkeys(state.open_questions, _phase("closed"))},
        ends_at="",
    )


def answer_again(state: TableState) -> TableState:
    """Open once more what was closed and not revealed yet."""
    closed = state.closed_questions
    _refuse_if(not closed or state.is_answering, "not-closed")
    return replace(state, phases={**state.phases, **dict.fromkeys(closed, _phase("open"))})


def reveal(state: TableState, order: Iterable[str]) -> TableState:
    """Show everybody the spread of what was closed; `order` is the widest spread first."""
    closed = state.closed_questions
    _refuse_if(not closed, "not-closed")
    known = tuple(name for name in order if name in closed)
    shown = known + tuple(name for name in closed if name not in known)
    kept = tuple(name for name in state.order if name not in shown)
    return replace(
        state,
        phases={**state.phases, **dict.fromkeys(closed, _phase("revealed"))},
        order=() if state.is_practice else shown + kept,
        current=PRACTICE if state.is_practice else shown[0],
        ends_at="",
    )


def show(state: TableState, question: str) -> TableState:
    """Put a revealed question on the screen."""
    _refuse_if(state.phase(question) not in SHOWN, "not-shown")
    return replace(state, current=question, ends_at="")


def show_next(state: TableState) -> TableState:
    """Put the next question on the screen that is neither agreed nor parked."""
    following = next_question(state)
    _refuse_if(not following, "nothing-left")
    return show(state, following)


def next_question(state: TableState) -> str:
    """Give the next question to talk over after the one on the screen, or nothing."""
    place = state.order.index(state.current) + 1 if state.current in state.order else 0
    turned = state.order[place:] + state.order[:place]
    left = (name for name in turned if state.phase(name) == "revealed" and name != state.current)
    return next(left, "")


def park(state: TableState, question: str) -> TableState:
    """Put a question aside for later."""
    _refuse_if(state.phase(question) != "revealed", "not-shown")
    return replace(state, phases={**state.phases, question: "parked"}, ends_at="")


def agree(state: TableState, question: str) -> TableState:
    """Mark a question as dealt with: agreed, or that there is no agreement."""
    _refuse_if(question == PRACTICE or state.phase(question) not in SHOWN, "not-shown")
    return replace(state, phases={**state.phases, question: "agreed"}, ends_at="")


def set_timer(state: TableState, ends_at: str) -> TableState:
    """Let a timer run until a moment; empty stops it."""
    return replace(state, ends_at=ends_at)


def is_of_practice(round_: int) -> bool:
    """Whether a round is one of practice."""
    return round_ <= PRACTICE_ROUND


def write_state(state: TableState) -> dict[str, Any]:
    """Write a state as plain JSON."""
    return {
        "block": state.block,
        "phases": [[name, phase] for name, phase in state.phases.items()],
        "rounds": dict(state.rounds),
        "order": list(state.order),
        "current": state.current,
        "ends_at": state.ends_at,
    }


def read_state(written: Mapping[str, Any]) -> TableState:
    """Read what `write_state` wrote; an empty object is a table before its first block."""
    return TableState(
        block=written.get("block", ""),
        phases=dict(written.get("phases", ())),
        rounds=dict(written.get("rounds", {})),
        order=tuple(written.get("order", ())),
        current=written.get("current", ""),
        ends_at=written.get("ends_at", ""),
    )


def _phase(name: Phase) -> Phase:
    return name


def _refuse_if(is_wrong: bool, reason: str) -> None:  # noqa: FBT001  # reads as a sentence
    if is_wrong:
        raise ActRefusedError(reason)


def _move(
    state: TableState,
    *,
    block: str,
    changed: Mapping[str, Phase],
    order: tuple[str, ...],
    current: str,
) -> TableState:
    return replace(
        state,
        block=block,
        phases={**state.phases, **changed},
        order=order,
        current=current,
        ends_at="",
    )
