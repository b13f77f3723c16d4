"""An answer in words: the state reached, the option chosen, the number with its unit."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from app.definition.question import Question
from app.definition.translation.place import JoinedText
from app.presentation.language import N_, Phrase
from app.presentation.number import show_date, show_value
from app.presentation.view.wording import Wording
from app.response import Answer

YESNO_WORDS: Final[Mapping[str, str]] = {
    "yes": N_("Yes"),
    "partly": N_("Partly"),
    "planned": N_("Planned"),
    "no": N_("No"),
}
STATE_WORDS: Final[Mapping[str, str]] = {
    "unknown": N_("Not known"),
    "not-applicable": N_("Does not apply"),
    "blank": N_("Not answered"),
}


def _own(wording: Wording, text: str) -> Phrase:
    return Phrase(text, wording.translator.code)


def _say_level(wording: Wording, question: Question, answer: Answer) -> Phrase:
    states = {level.level: level.state for level in question.levels}
    return wording.phrase(states.get(int(str(answer.value)), str(answer.value)))


def _say_number(wording: Wording, question: Question, answer: Answer) -> Phrase:
    unit = wording.phrase(question.unit).as_text(wording.translator)
    value = answer.value if isinstance(answer.value, int | float) else None
    return _own(wording, show_value(value, wording.translator, unit=unit))


def _say_choice(wording: Wording, question: Question, answer: Answer) -> Phrase:
    texts = {option.id: option.text for option in question.options}
    return wording.phrase(texts.get(str(answer.value), str(answer.value)))


def _say_multi(wording: Wording, question: Question, answer: Answer) -> Phrase:
    chosen = answer.value if isinstance(answer.value, tuple) else ()
    texts = [option.text for option in question.options if option.id in chosen]
    return wording.phrase(JoinedText(texts, "; "))


def _say_yesno(wording: Wording, _question: Question, answer: Answer) -> Phrase:
    words = YESNO_WORDS.get(str(answer.value), str(answer.value))
    return _own(wording, wording.translator.gettext(words))


def _say_text(wording: Wording, _question: Question, answer: Answer) -> Phrase:
    return _own(wording, str(answer.value))


def _say_date(wording: Wording, _question: Question, answer: Answer) -> Phrase:
    day = answer.value if isinstance(answer.value, date) else None
    return _own(wording, show_date(day, wording.translator))


_SAYERS: Final[Mapping[str, Callable[[Wording, Question, Answer], Phrase]]] = {
    "level": _say_level,
    "number": _say_number,
    "choice": _say_choice,
    "multi": _say_multi,
    "yesno": _say_yesno,
    "text": _say_text,
    "date": _say_date,
}


def say_answer(wording: Wording, question: Question, answer: Answer | None) -> Phrase:
    """Say what was answered: for a level the observable state, for a number number and unit."""
    state = "blank" if answer is None else answer.state
    if answer is None or state != "answered":
        return _own(wording, wording.translator.gettext(STATE_WORDS[state]))
    return _SAYERS[question.kind](wording, question, answer)
