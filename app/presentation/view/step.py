"""What comes next from an answer: the state or value one step up, and what to do."""

from dataclasses import dataclass

from app.definition.question import Question
from app.presentation.language import Phrase
from app.presentation.view.answer import say_answer
from app.presentation.view.wording import Wording
from app.response import Answer, measure_of
from app.response.level import Reach, level_of, step_up
from app.response.measure import Line, Steps, Ticks


@dataclass(frozen=True, slots=True)
class Step:
    """One step up from an answer; a text is empty where the definition has none.

    Attributes:
        next_state: The next level's state, the next better option, of several options the best
            one that is not ticked; the goalpost of a number that has no higher level.
        action: What to do next from where the answer stands.
    """

    next_state: Phrase
    action: Phrase


def say_step(wording: Wording, question: Question, answer: Answer | None) -> Step:
    """Say what comes next from an answer; both texts are empty where nothing was answered."""
    measure = measure_of(question, wording.toolkit)
    if measure is None or answer is None or answer.state != "answered" or answer.value is None:
        return Step(wording.phrase(""), wording.phrase(""))
    code = measure.code_of(answer.value)
    reach = step_up(measure, code)
    if isinstance(measure, Steps):
        following = "" if reach is None else measure.states[int(reach.code)]
        return Step(
            wording.state(question.id, following), wording.phrase(measure.actions[int(code)])
        )
    if isinstance(measure, Ticks):
        place = None if reach is None else _find_new(int(code), int(reach.code))
        return Step(
            wording.phrase("" if place is None else measure.states[place]),
            wording.phrase("" if place is None else measure.actions[place]),
        )
    return _step_number(wording, question, (measure, code, reach))


def _find_new(before: int, after: int) -> int | None:
    """Give the place of the option that a step adds."""
    added = after & ~before
    return added.bit_length() - 1 if added else None


def _step_number(
    wording: Wording, question: Question, stand: tuple[Line, float, Reach | None]
) -> Step:
    line, code, reach = stand
    level = level_of(line, code)
    action = next((mark.action for mark in line.marks if mark.level == level), "")
    if reach is None:
        return Step(wording.phrase(""), wording.phrase(action))
    if reach.level == level:
        goal = say_answer(wording, question, Answer(question.id, value=reach.code))
        return Step(goal, wording.phrase(action))
    state = next((mark.state for mark in line.marks if mark.level == reach.level), "")
    return Step(wording.phrase(state), wording.phrase(action))
