"""From the fields of a page of questions to answers, and to drafts of what can't be taken.

The fields of question `INF-01` are `INF-01` (a radio's value, ticked options or a text),
`INF-01.state` (unknown or not-applicable, beside a text field), `.reason`, `.note`, `.link`,
`.version` (of the answer the page was filled with), `.was` (a print of what stood there) and `.put`
(the published figure put in the field); where a team answers also `.confirm` (a tick that the
answer stands) and `.why` (why it was changed). A radio says `=` and the value, or another state.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.presentation.language import N_
from app.presentation.view.prefill import ANSWERED, find_published, read_published, write_field
from app.presentation.view.question import Draft, Filling, QuestionForm, say_problem
from app.presentation.view.wording import Wording
from app.response import Answer, AnswerError, Answers, RawAnswer, parse_answer
from app.response.text import LONGEST_NOTE

Fields = Mapping[str, Sequence[str]]
OTHER_STATES: Final = frozenset({"unknown", "not-applicable", "blank"})
RADIO_KINDS: Final = frozenset({"level", "choice", "yesno"})
MARK: Final = "="
DIGITS: Final = 16
LONGEST_VERSION: Final = 9

_BOTH: Final = N_("Choose one: an answer, “I do not know” or “Does not apply here”.")
_LONG_WHY: Final = N_("Say in at most %(most)s characters why the answer was changed.")


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer to save, and the version of the one the page was filled with.

    `confirms`: the page asked to confirm it. `why`: why it was changed, if that was said.
    """

    answer: Answer
    base_version: int
    confirms: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form said.

    Attributes:
        given: Answers to save, in the order of the page; untouched ones are left out.
        drafts: What can't be taken as it is, by question.
        raws: The raw texts of all questions that were sent, by question.
    """

    given: tuple[GivenAnswer, ...]
    drafts: Mapping[str, Draft]
    raws: Mapping[str, RawAnswer]


def print_of(raw: RawAnswer) -> str:
    """Give a short print of what stands in a question's fields."""
    value = raw.value if isinstance(raw.value, str) else list(raw.value)
    text = json.dumps([raw.state, value, raw.reason, raw.note, raw.link])
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def print_of_answer(answer: Answer) -> str:
    """Give the print of a saved answer, as a form filled with it says it."""
    state = "" if answer.state == "blank" else answer.state
    value = write_field(answer)
    return print_of(RawAnswer(state, value, answer.reason, answer.note, answer.link))


def print_of_form(form: QuestionForm) -> str:
    """Give the print of what a question's fields are filled with; none of a draft.

    What was typed and not kept must not look untouched when it is sent again, and what is to be
    confirmed counts when it is sent as it stands.
    """
    if form.problems or form.clash or (form.confirm and not form.is_team):
        return ""
    ticked = tuple(choice.value for choice in form.choices if choice.checked)
    value: str | tuple[str, ...] = form.value
    if form.kind == "multi":
        value = ticked
    elif ticked:
        value = ticked[0]
    state = "" if form.state == "blank" else form.state
    if state not in {"", ANSWERED}:
        value = ""
    return print_of(RawAnswer(state, value, form.reason, form.note, form.link))


def read_form(
    wording: Wording, questions: Iterable[Question], filling: Filling, fields: Fields
) -> Reading:
    """Read all questions of a page that were sent.

    A question whose fields still hold what they were filled with is left out, except a published
    figure that was never saved: leaving the page takes it over.
    """
    given: list[GivenAnswer] = []
    drafts: dict[str, Draft] = {}
    raws: dict[str, RawAnswer] = {}
    for question in questions:
        if f"{question.id}.version" not in fields:
            continue
        raw = read_raw(question, fields)
        raws[question.id] = raw
        if _is_untouched(question, fields, raw):
            continue
        read = _read_given(wording, question, filling, (raw, fields))
        if isinstance(read, Draft):
            drafts[question.id] = read
        elif read.base_version or not _is_empty(read.answer):
            given.append(read)
    return Reading(tuple(given), drafts, raws)


def _is_untouched(question: Question, fields: Fields, raw: RawAnswer) -> bool:
    if not _read_version(fields, question.id) or read_why(question, fields):
        return False
    if f"{question.id}.confirm" in fields:
        return False
    return _one(fields, f"{question.id}.was") == print_of(raw)


def _read_given(
    wording: Wording, question: Question, filling: Filling, sent: tuple[RawAnswer, Fields]
) -> GivenAnswer | Draft:
    """Read one question that was touched; a draft says what is wrong with it."""
    raw, fields = sent
    why = read_why(question, fields)
    problems: tuple[str, ...] = ()
    answer = Answer(question.id)
    try:
        answer = _read_answer(wording, question, filling, raw)
    except AnswerError as error:
        problems = tuple(say_problem(item, wording) for item in error.problems)
    if not problems and _has_both(question, fields):
        problems = (wording.translator.gettext(_BOTH),)
    if len(why) > LONGEST_NOTE:
        problems += (wording.translator.gettext(_LONG_WHY, most=LONGEST_NOTE),)
    if problems:
        return Draft(raw, problems, why_changed=why)
    version = _read_version(fields, question.id)
    return GivenAnswer(answer, version, f"{question.id}.confirm" in fields, why)


def read_why(question: Question, fields: Fields) -> str:
    """Read why an answer was changed."""
    return _one(fields, f"{question.id}.why").strip()


def _is_empty(answer: Answer) -> bool:
    return answer.state == "blank" and not (answer.note or answer.link)


def _has_both(question: Question, fields: Fields) -> bool:
    """Whether a text and another state were given, the text not being the one put there."""
    if question.kind in RADIO_KINDS or not _one(fields, f"{question.id}.state"):
        return False
    typed = [text for text in fields.get(question.id, ()) if text.strip()]
    return bool(typed) and typed != [_one(fields, f"{question.id}.put")]


def _read_answer(wording: Wording, question: Question, filling: Filling, raw: RawAnswer) -> Answer:
    seen = find_published(wording, question, reference=filling.reference, country=filling.country)
    answer = parse_answer(question, wording.toolkit, raw)
    # Parsed first, so that note and link are checked whatever stands in the field.
    if read_published(question, raw, seen) and seen is not None:
        return Answer(
            question.id, value=seen.value, note=answer.note, link=answer.link, origin="published"
        )
    return answer


def clear_answers(
    questions: Iterable[Question], answers: Answers, cleared: Sequence[str]
) -> tuple[GivenAnswer, ...]:
    """Give the blank answers that take back what was answered to the questions named."""
    return tuple(
        GivenAnswer(Answer(question.id, state="blank"), answers[question.id].version)
        for question in questions
        if question.id in cleared and question.id in answers
    )


def read_raw(question: Question, fields: Fields) -> RawAnswer:
    """Read the fields of one question as they were typed."""
    state, value = _read_value(question, fields)
    return RawAnswer(
        state=state,
        value=value,
        reason=_one(fields, f"{question.id}.reason") if state == "not-applicable" else "",
        note=_one(fields, f"{question.id}.note"),
        link=_one(fields, f"{question.id}.link"),
    )


def _read_value(question: Question, fields: Fields) -> tuple[str, str | tuple[str, ...]]:
    given = tuple(fields.get(question.id, ()))
    if len(given) > 1 and question.kind != "multi":
        # No browser sends this; what was meant is not guessed.
        return ANSWERED, tuple(text.removeprefix(MARK) for text in given)
    if question.kind in RADIO_KINDS:
        text = given[0] if given else ""
        if text in OTHER_STATES:
            return ("" if text == "blank" else text), ""
        return (ANSWERED if text else ""), text.removeprefix(MARK)
    state = _one(fields, f"{question.id}.state")
    if state:
        return state, ""
    if question.kind == "multi":
        return (ANSWERED if given else ""), given
    text = _one(fields, question.id).strip()
    return (ANSWERED if text else ""), text


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name, ())
    return values[0].replace("\r\n", "\n") if values else ""


def _read_version(fields: Fields, question: str) -> int:
    text = _one(fields, f"{question}.version")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION
    return int(text) if is_whole else 0
