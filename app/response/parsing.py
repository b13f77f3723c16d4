"""From what a form or a file says to one typed answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import STATES, Answer, State, Value
from app.response.kind import KINDS
from app.response.kind.base import Asked
from app.response.message import N_, AnswerError, Problem, RefusedError
from app.response.text import LONGEST_NOTE, LONGEST_TEXT, read_link, read_text

MOST_VALUES: Final = 200
"""More texts than any question has options are refused before they are looked at."""

BLANK: Final[State] = "blank"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as it was typed. `value` holds several texts where several options are ticked."""

    state: str = ""
    value: str | tuple[str, ...] = ""
    reason: str = ""
    note: str = ""
    link: str = ""


def parse_answer(
    question: Question,
    toolkit: Toolkit,
    raw: RawAnswer | Mapping[str, str | Sequence[str]],
    *,
    strict: bool = False,
) -> Answer:
    """Read one answer.

    `raw` is a RawAnswer or a mapping with the same keys, each optional. Without a state, an empty
    value is blank and any other is answered; an empty selection is blank too. `strict` reads
    numbers as files write them (a dot only), otherwise as people type them.

    Raises AnswerError with every problem: a value beside another state, no reason for
    not-applicable, a value that is not offered or not valid, a text that is too long.
    """
    if isinstance(raw, RawAnswer) and not (raw.state or raw.reason or raw.note or raw.link):
        return _parse_value(Asked(question, toolkit, strict), raw)
    reader = _Reader(question.id)
    given = (
        raw if isinstance(raw, RawAnswer) else reader.take(RawAnswer(), lambda: _from_mapping(raw))
    )
    texts = _texts(given.value)
    state = reader.take(BLANK, lambda: _read_state(given.state, texts, question.kind))
    reason = reader.take("", lambda: read_text(given.reason, LONGEST_NOTE))
    note = reader.take("", lambda: read_text(given.note, LONGEST_NOTE))
    link = reader.take("", lambda: read_link(given.link))
    reader.take(None, lambda: _check_reason(state, given.reason))
    value: Value = None
    if state == "answered":
        asked = Asked(question, toolkit, strict)
        value = reader.take(None, lambda: _read_value(texts, asked))
    if reader.problems:
        raise AnswerError(tuple(reader.problems))
    return Answer(question.id, state, value, reason, note, link)


def _parse_value(asked: Asked, raw: RawAnswer) -> Answer:
    """Read an answer that is a value only: by far most of a long file."""
    texts = _texts(raw.value)
    if not texts:
        return Answer(asked.question.id, BLANK)
    try:
        return Answer(asked.question.id, "answered", _read_value(texts, asked))
    except RefusedError as refused:
        problem = Problem(asked.question.id, refused.code, refused.message, refused.params)
        raise AnswerError((problem,)) from refused


@dataclass(slots=True)
class _Reader:
    """Reads part after part and remembers what went wrong."""

    question: str
    problems: list[Problem] = field(default_factory=list)

    def take(self, otherwise: T, read: Callable[[], T]) -> T:
        try:
            return read()
        except RefusedError as refused:
            problem = Problem(self.question, refused.code, refused.message, refused.params)
            self.problems.append(problem)
            return otherwise


def _from_mapping(raw: Mapping[str, str | Sequence[str]]) -> RawAnswer:
    given: dict[str, str | tuple[str, ...]] = {}
    for name in ("state", "value", "reason", "note", "link"):
        found: object = raw.get(name, "")
        if isinstance(found, list | tuple) and name == "value":
            given[name] = tuple(_as_text(item) for item in found)
        else:
            given[name] = _as_text(found)
    return RawAnswer(**given)  # type: ignore[arg-type] # only `value` can be a tuple


def _as_text(value: object) -> str:
    if not isinstance(value, str):
        raise RefusedError("wrong-type", N_("An answer must be sent as text."))
    return value


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else tuple(value)
    return tuple(text for text in texts if text.strip())


def _read_state(written: str, texts: tuple[str, ...], kind: str) -> State:
    text = written.strip()
    if not text:
        return "answered" if texts else "blank"
    if text not in STATES:
        message = N_("“%(state)s” is no state of an answer: %(known)s.")
        raise RefusedError("unknown-state", message, state=text[:50], known=", ".join(STATES))
    state: State = text
    if state == "answered" and not texts:
        if kind == "multi":
            return "blank"  # nothing ticked
        raise RefusedError("no-value", N_("An answer is missing."))
    if state != "answered" and texts:
        message = N_("There is an answer as well as “%(state)s”: please keep one of the two.")
        raise RefusedError("value-with-state", message, state=state)
    return state


def _check_reason(state: State, reason: str) -> None:
    if state == "not-applicable" and not reason.strip():
        raise RefusedError("no-reason", N_("Please say why the question does not apply."))


def _read_value(texts: tuple[str, ...], asked: Asked) -> Value:
    if len(texts) > MOST_VALUES:
        raise RefusedError("several-values", N_("Please give one answer only."))
    # A value that is no text of its own still must not carry half a character into a message.
    for text in texts:
        if asked.question.kind != "text":
            read_text(text, LONGEST_TEXT)
    return KINDS[asked.question.kind].read(texts, asked)
