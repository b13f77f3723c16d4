"""What a table agrees on a question: the form of it, read and filled, and how it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from app.definition.question import Question
from app.presentation.language import N_, Phrase
from app.presentation.view.answer import say_answer
from app.presentation.view.assessment.field import LONGEST_NAME, FieldReader
from app.presentation.view.form import read_raw
from app.presentation.view.question import Draft, Filling, QuestionForm, build_form, say_problem
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.agreed import Agreement
from app.reference import Reference
from app.response import Answer, AnswerError, Answers, RawAnswer, parse_answer
from app.response.text import LONGEST_NOTE, LONGEST_TEXT

OUTCOMES: Final[Mapping[str, str]] = {
    "agreed": N_("Agreed"),
    "reservation": N_("Agreed with a reservation"),
    "none": N_("No agreement"),
}
"""How a table ends with a question, in words."""
NONE: Final = "none"
RESERVATION: Final = "reservation"
MINORITY: Final = "minority."
"""Begins the names of the fields of the answer that a minority view supports."""
LONGEST_TITLE: Final = 300

_NO_OUTCOME: Final = N_("Choose how the table ends with it.")
_NO_ANSWER: Final = N_("Choose the answer the table agreed on.")
_NO_RESERVATION: Final = N_("Say what the reservation is.")
_NO_TITLE: Final = N_("Say what is to be brought.")
_NO_NAME: Final = N_("Say who promised it.")
_NOBODY: Final = ""
"""No country: no published figure is put in a field, for it would agree in the table's place."""

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """The form of an agreement: fields of the answer and of the minority's, and what is wrong."""

    question: str
    form: QuestionForm
    minority_form: QuestionForm
    outcome: str
    note: str
    minority: str
    problems: Mapping[str, str]
    is_typed: bool = False

    @property
    def has_minority(self) -> bool:
        """Whether anything was said for a minority, so that its fields stand open."""
        return bool(self.minority or self.minority_form.state not in {"", "blank"})


def fill_agreement(
    wording: Wording,
    question: Question,
    reference: Reference,
    agreed: Any,  # noqa: ANN401
) -> AgreementForm:
    """Fill the form with the agreement that stands (`row`, `answer`, `minority_answer`), or None.

    Nothing is chosen beforehand: what a table agrees is not what lies in the middle.
    """
    answer = agreed.answer if agreed else None
    minority = agreed.minority_answer if agreed else None
    return AgreementForm(
        question.id,
        _build(wording, question, reference, answer),
        _as_minority(_build(wording, question, reference, minority)),
        agreed.row.outcome if agreed else "",
        agreed.row.note if agreed else "",
        agreed.row.minority if agreed else "",
        {},
    )


def _build(
    wording: Wording,
    question: Question,
    reference: Reference,
    given: Answer | Draft | None,
) -> QuestionForm:
    answers = Answers([replace(given, version=1)] if isinstance(given, Answer) else [])
    drafts = {question.id: given} if isinstance(given, Draft) else {}
    filling = Filling(answers, reference, _NOBODY, _NOBODY, drafts=drafts)
    return build_form(wording, question, filling, (1, 1))


def _as_minority(form: QuestionForm) -> QuestionForm:
    return replace(form, id=f"{MINORITY}{form.id}")


def read_agreement(
    wording: Wording, question: Question, reference: Reference, fields: Fields
) -> tuple[Agreement | None, AgreementForm]:
    """Read the form; without an agreement the form says what is wrong and keeps what was typed."""
    plain = {name: values[0] for name, values in fields.items() if values}
    reader = _Reader(wording, question, plain)
    outcome = plain.get("outcome", "")
    if outcome not in OUTCOMES:
        reader.refuse("outcome", _NO_OUTCOME)
    raw, minority_raw = read_raw(question, fields), read_raw(question, _of_minority(fields))
    answer = None if outcome == NONE else reader.read_answer("answer", raw)
    if outcome != NONE and answer is None and "answer" not in reader.problems:
        reader.refuse("answer", _NO_ANSWER)
    note = reader.read_text("note", LONGEST_NOTE)
    if outcome == RESERVATION and not note and "note" not in reader.problems:
        reader.refuse("note", _NO_RESERVATION)
    minority = reader.read_text("minority", LONGEST_NOTE)
    supported = reader.read_answer("supported", minority_raw)
    form = AgreementForm(
        question.id,
        _build(wording, question, reference, Draft(raw)),
        _as_minority(_build(wording, question, reference, Draft(minority_raw))),
        outcome,
        plain.get("note", ""),
        plain.get("minority", ""),
        reader.problems,
        is_typed=True,
    )
    if reader.problems:
        return None, form
    agreement = Agreement(
        outcome=outcome,
        answer=answer,
        note=note,
        minority=minority,
        minority_answer=supported,
    )
    return agreement, form


def _of_minority(fields: Fields) -> Fields:
    return {
        name.removeprefix(MINORITY): values
        for name, values in fields.items()
        if name.startswith(MINORITY)
    }


class _Reader(FieldReader):
    """Reads texts as any form, and answers as a page of questions does."""

    def __init__(self, wording: Wording, question: Question, fields: Mapping[str, str]) -> None:
        super().__init__(wording.translator, fields)
        self.wording, self.question = wording, question

    def read_answer(self, field: str, raw: RawAnswer) -> Answer | None:
        try:
            answer = parse_answer(
                self.question, self.wording.toolkit, replace(raw, note="", link="")
            )
        except AnswerError as error:
            said = [say_problem(item, self.wording) for item in error.problems]
            self.problems[field] = " ".join(said)
            return None
        return None if answer.state == "blank" else answer


# --- Notes and promises -------------------------------------------------------------------------


def read_note(wording: Wording, fields: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Read the form of the notes: their text, and what is wrong by field."""
    reader = FieldReader(wording.translator, fields)
    return reader.read_text("text", LONGEST_TEXT), reader.problems


def read_promise(
    wording: Wording, fields: Mapping[str, str]
) -> tuple[tuple[str, str, Any], Mapping[str, str]]:
    """Read the form of a promise: what, by whom and until when, and what is wrong by field."""
    reader = FieldReader(wording.translator, fields)
    title = reader.read_line("title", LONGEST_TITLE)
    name = reader.read_line("promised_by", LONGEST_NAME)
    due = reader.read_day("due")
    for field, value, problem in (("title", title, _NO_TITLE), ("promised_by", name, _NO_NAME)):
        if not value and field not in reader.problems:
            reader.refuse(field, problem)
    return (title, name, due), reader.problems


# --- How it is told -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement in words; `is_left`: the assessment's answer was changed since."""

    question: str
    number: int
    text: Phrase
    outcome: str
    words: str
    answer: Phrase | None
    note: str
    minority: str
    minority_answer: Phrase | None
    is_confirmed: bool
    is_left: bool = False


def say_agreement(wording: Wording, agreed: Any, *, is_left: bool = False) -> AgreementLine:  # noqa: ANN401
    """Say an agreement that stands."""
    row = agreed.row
    question = wording.toolkit.question(row.question)
    answer, minority = agreed.answer, agreed.minority_answer
    return AgreementLine(
        row.question,
        row.number,
        wording.phrase(question.text),
        row.outcome,
        wording.translator.gettext(OUTCOMES[row.outcome]),
        None if answer is None else say_answer(wording, question, answer),
        row.note,
        row.minority,
        None if minority is None else say_answer(wording, question, minority),
        row.confirmed_at is not None,
        is_left,
    )
