"""A form on paper as it is typed in: each question with its short codes and one field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Pillar
from app.presentation.language import N_, Phrase, Translator
from app.presentation.view.answer import say_answer
from app.presentation.view.question import say_problem
from app.presentation.view.wording import Wording
from app.response import Answer, AnswerError, Answers, RawAnswer, parse_answer, questions_for
from app.response.workshop.form_code import write_form_code
from app.response.workshop.shorthand import (
    NOT_APPLICABLE,
    UNKNOWN,
    list_codes,
    read_short,
    write_short,
)

FIELD: Final = "a."
"""Begins the name of a question's field."""
MOST_CODE: Final = 999
_DIGITS: Final = {
    **{0x0660 + digit: str(digit) for digit in range(10)},
    **{0x06F0 + digit: str(digit) for digit in range(10)},
}

HINTS: Final[Mapping[str, str]] = {
    "number": N_("a number"),
    "multi": N_("several with a space between them, as in 1 3"),
    "date": N_("a day, as in 2026-01-31"),
    "text": N_("words"),
}
REASONS: Final[Mapping[str, str]] = {
    "taken": N_("A form with this code was typed already."),
    "code": N_("Write the code of the form, such as F-001."),
    "table": N_("This form is of another table."),
    "choice": N_("The room does not have this choice."),
    "shown": N_(
        "The room has seen what was said to this question: nothing of it changes any more."
    ),
    "role-seen": N_(
        "The room has seen how answers spread by role: the role of this person stays as it is."
    ),
    "full": N_("That is more than 200 people, which is the most a workshop holds."),
    "ended": N_("The workshop has ended: nothing of it changes any more."),
    "count": N_("Write a whole number."),
    "twice": N_("This code stands twice."),
}  # fmt: skip
FIELD_REASONS: Final[Mapping[str, str]] = {
    "name": N_("Write the name by which the room knows them."),
}


@dataclass(frozen=True, slots=True)
class ShortCode:
    """What is typed for one answer, and its words."""

    code: str
    text: Phrase


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One question with its field; `is_shown`: the room has seen its spread, it is not asked."""

    id: str
    number: int
    text: Phrase
    codes: tuple[ShortCode, ...]
    hint: str
    unit: Phrase
    typed: str
    problem: str
    is_shown: bool

    @property
    def name(self) -> str:
        """Name of its field."""
        return f"{FIELD}{self.id}"

    @property
    def is_long(self) -> bool:
        """Whether words are typed, and not a code."""
        return not self.codes


@dataclass(frozen=True, slots=True)
class PaperPart:
    """The questions of one pillar."""

    id: str
    title: Phrase
    lines: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What was typed: an answer for each question that could be read, and what is wrong."""

    answers: tuple[Answer, ...]
    problems: Mapping[str, str]


def build_paper(
    wording: Wording,
    questions: Sequence[str],
    typed: Mapping[str, str],
    *,
    problems: Mapping[str, str],
    open_questions: frozenset[str],
) -> tuple[PaperPart, ...]:
    """Build the questions of a form; `typed` and `problems` by question."""
    lines = {
        name: _build_line(
            wording, wording.toolkit.question(name), number,
            given=(typed.get(name, ""), problems.get(name, "")),
            is_shown=name not in open_questions,
        )
        for number, name in enumerate(questions, 1)
    }  # fmt: skip
    return tuple(
        PaperPart(pillar.id, wording.phrase(pillar.title), tuple(lines[name] for name in names))
        for pillar, names in sort_by_pillar(wording, questions)
    )


def sort_by_pillar(
    wording: Wording, questions: Sequence[str]
) -> tuple[tuple[Pillar, tuple[str, ...]], ...]:
    """Sort questions by pillar, both in the toolkit's order."""
    listed = questions_for(wording.toolkit, Answers(), wording.setting)
    pillar_of = {item.question.id: item.pillar.id for item in listed}
    found = (
        (pillar, tuple(name for name in questions if pillar_of[name] == pillar.id))
        for pillar in wording.toolkit.pillars
    )
    return tuple((pillar, names) for pillar, names in found if names)


def _build_line(
    wording: Wording, question: Question, number: int, *, given: tuple[str, str], is_shown: bool
) -> PaperLine:
    return PaperLine(
        question.id,
        number,
        wording.phrase(question.text),
        say_codes(wording, question),
        _say_kind(wording, question),
        wording.phrase(question.unit),
        *given,
        is_shown,
    )


def say_codes(wording: Wording, question: Question) -> tuple[ShortCode, ...]:
    """Give the short codes of a question with their words, in order."""
    codes = []
    for code, sent in list_codes(question).items():
        value = (sent,) if question.kind == "multi" else sent
        answer = parse_answer(question, wording.toolkit, RawAnswer(value=value))
        codes.append(ShortCode(code, say_answer(wording, question, answer)))
    return tuple(codes)


def _say_kind(wording: Wording, question: Question) -> str:
    words = HINTS.get(question.kind, "")
    return wording.translator.gettext(words) if words else ""


def say_hint(wording: Wording, question: Question) -> str:
    """Say what is typed where no code, or more than one, is, with the unit of a number."""
    said = _say_kind(wording, question)
    unit = wording.phrase(question.unit).as_text(wording.translator) if question.unit else ""
    return f"{said} ({unit})" if unit else said


def say_other_codes(translator: Translator) -> tuple[tuple[str, str], ...]:
    """Give the codes that are the same for every question, with their words."""
    say = translator.gettext
    return (
        (UNKNOWN, say("does not know")),
        (NOT_APPLICABLE, say("does not apply; behind it may stand why, as in n/a: no ministry")),
    )


def read_paper(
    wording: Wording, questions: Iterable[str], typed: Mapping[str, str]
) -> PaperReading:
    """Read what was typed to questions; an empty field is a blank answer."""
    answers, problems = [], {}
    for name in questions:
        try:
            found = wording.toolkit.question(name)
            answers.append(read_short(found, wording.toolkit, typed.get(name, "")))
        except AnswerError as error:
            said = (say_problem(problem, wording) for problem in error.problems)
            problems[name] = " ".join(said)
    return PaperReading(tuple(answers), problems)


def write_paper(wording: Wording, answers: Mapping[str, Answer]) -> dict[str, str]:
    """Write answers as they would be typed, by question."""
    return {
        name: write_short(wording.toolkit.question(name), answer)
        for name, answer in answers.items()
    }


def read_form_code(typed: str) -> str:
    """Give the code of a form as it was typed in its own form (F-007); empty for none."""
    text = typed.strip().upper().translate(_DIGITS).replace(" ", "").removeprefix("F")
    digits = text.lstrip("-\u2010\u2011\u2012\u2013\u2014")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 4
    number = int(digits) if is_number else 0
    return write_form_code(number) if 1 <= number <= MOST_CODE else ""


def say_reason(translator: Translator, field: str, reason: str) -> str:
    """Say why a field of a form was not taken."""
    words = FIELD_REASONS.get(field) if reason == "choice" else None
    return translator.gettext(words or REASONS[reason])


def list_problems(
    translator: Translator, parts: Iterable[PaperPart], problems: Mapping[str, str]
) -> dict[str, str]:
    """Give what is wrong by field, with the number of the question before it."""
    numbers = {line.name: line.number for part in parts for line in part.lines}
    return {
        name: translator.gettext("%(number)s: %(problem)s", number=numbers[name], problem=text)
        if name in numbers
        else text
        for name, text in problems.items()
    }
