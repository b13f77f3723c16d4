"""Trying answers: whether any answers at all make a condition true."""

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise, product
from math import prod
from typing import Final, NamedTuple

from app.definition.expression import Value, evaluate
from app.definition.grammar import Constant, Expression, Items, names_in, parts_of
from app.definition.question import Question
from app.definition.rule.level import scale_of
from app.definition.rule.subject import Subject

MOST_TRIES: Final = 600
MOST_OPTIONS: Final = 50
# Each has two candidates at least, so more of them are more than can be tried.
_MOST_ASKED: Final = 9
_OF_QUESTION: Final = frozenset({"level", "value", "answered"})


def scopes_of(subject: Subject, question: Question) -> tuple[str, ...]:
    """Give the scopes of the toolkit in which a question is asked."""
    return tuple(one for one in subject.scopes if not question.scopes or one in question.scopes)


def is_in_scope(subject: Subject, name: str, scope: str) -> bool:
    """Whether a question is asked in a scope."""
    return scope in scopes_of(subject, subject.question_by_id[name])


class _Answer(NamedTuple):
    level: int | None
    value: Value


class _Trial:
    """One way to answer the questions a condition depends on: a context for its expression."""

    def __init__(
        self,
        subject: Subject,
        scope: str,
        answers: Mapping[str, _Answer | None],
        parameters: Mapping[str, str],
    ) -> None:
        self.subject = subject
        self.scope = scope
        self.answers = answers
        self.parameters = parameters

    def _answer(self, name: str) -> _Answer | None:
        return self.answers.get(name) if self._is_asked(name) else None

    def _is_asked(self, name: str) -> bool:
        expression = _when_of(self.subject, name)
        if not is_in_scope(self.subject, name, self.scope):
            return False
        return expression is None or evaluate(expression, self) is True

    def level(self, question: str, /) -> int | None:
        answer = self._answer(question)
        return None if answer is None else answer.level

    def value(self, question: str, /) -> Value:
        answer = self._answer(question)
        return None if answer is None else answer.value

    def answered(self, question: str, /) -> bool | None:
        return self.answers.get(question) is not None if self._is_asked(question) else None

    def score(self, _node: str, /) -> float | None:
        return None

    def coverage(self, _node: str, /) -> float | None:
        return None

    def parameter(self, name: str, /) -> str | None:
        return self.parameters.get(name)


def _when_of(subject: Subject, name: str) -> Expression | None:
    condition = subject.when_of.get(name)
    return None if condition is None else condition.expression


def can_be_true(subject: Subject, expression: Expression, scope: str) -> bool:
    """Try the answers that could matter; where they are too many, believe that one of them does."""
    asked, parameters = _variables(subject, expression)
    if asked is None:
        return True
    constants = _constants(subject, asked, expression)
    sizes = [_size(subject, name) for name in asked]
    sizes += [len(_options(subject, name)) for name in parameters]
    if any(size > MOST_OPTIONS for size in sizes):
        return True
    choices = [_candidates(subject, name, constants) for name in asked]
    options = [list(_options(subject, name)) for name in parameters]
    tries = prod([len(tried) for tried in choices] + [len(words) for words in options])
    if tries > MOST_TRIES or not subject.trying.spend(tries):
        return True
    for answers in product(*choices):
        given = dict(zip(asked, answers, strict=True))
        for words in product(*options):
            chosen = dict(zip(parameters, words, strict=True))
            if evaluate(expression, _Trial(subject, scope, given, chosen)) is True:
                return True
    return False


def _variables(
    subject: Subject, expression: Expression
) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Give the questions and parameters an expression depends on, through other conditions too.

    None instead of questions: the expression is beyond trying (scores, circles, free texts).
    """
    asked: dict[str, None] = {}
    parameters: dict[str, None] = {}
    todo = [(expression, len(subject.question_by_id))]
    while todo:
        here, before = todo.pop()
        for function, name in sorted(names_in(here)):
            if function == "parameter":
                parameters[name] = None
                continue
            question = subject.question_by_id.get(name)
            if question is None or not _can_be_tried(subject, question, function, before):
                return None, ()
            inner = _when_of(subject, name) if name not in asked else None
            asked[name] = None
            if len(asked) > _MOST_ASKED:
                return None, ()
            if inner is not None:
                todo.append((inner, subject.place_of[name]))
    return tuple(asked), tuple(parameters)


def _can_be_tried(subject: Subject, question: Question, function: str, before: int) -> bool:
    is_plain = function in _OF_QUESTION and question.kind not in {"text", "date"}
    return is_plain and subject.place_of[question.id] < before


def _constants(
    subject: Subject, asked: tuple[str, ...], expression: Expression
) -> tuple[float, ...]:
    inner = (_when_of(subject, name) for name in asked)
    found: set[float] = set()
    for part in (part for one in (expression, *inner) if one is not None for part in parts_of(one)):
        values = part.values if isinstance(part, Items) else ()
        values = (part.value,) if isinstance(part, Constant) else values
        found.update(value for value in values if isinstance(value, float))
    return tuple(sorted(found))


def _size(subject: Subject, name: str) -> int:
    """Give how many options or levels a question has."""
    question = subject.question_by_id[name]
    scale = scale_of(subject, question)
    return max(len(question.options), 0 if scale is None else len(scale.levels))


def _options(subject: Subject, name: str) -> Collection[str]:
    parameter = None if subject.toolkit is None else subject.toolkit.parameters.get(name)
    return () if parameter is None else parameter.options.keys()


def _candidates(subject: Subject, name: str, constants: tuple[float, ...]) -> list[_Answer | None]:
    question = subject.question_by_id[name]
    return [*_CANDIDATES[question.kind](subject, question, constants), None]


def _level_candidates(
    subject: Subject, question: Question, _constants: tuple[float, ...]
) -> list[_Answer]:
    scale = scale_of(subject, question)
    levels = [] if scale is None else [one.level for one in scale.levels]
    return [_Answer(level, level) for level in reversed(levels)]


def _number_candidates(
    subject: Subject, question: Question, constants: tuple[float, ...]
) -> list[_Answer]:
    """Give each constant, a number between any two neighbours, and one beyond either end."""
    ends = (question.minimum, question.maximum)
    marks = sorted({*constants, *(end for end in ends if end is not None)}) or [0.0]
    between = [(before + after) / 2 for before, after in pairwise(marks)]
    values = [*marks, *between, marks[0] - 1, marks[-1] + 1]
    levels = [one.level for one in _level_candidates(subject, question, ())]
    reached = levels if question.levels else [None]
    valid = [value for value in values if _is_valid(question, value)]
    return [_Answer(level, value) for level in reached for value in valid]


def _is_valid(question: Question, value: float) -> bool:
    if question.valid is None:
        return True
    low, high = question.valid.from_, question.valid.to
    return (low is None or value >= low) and (high is None or value <= high)


def _option_candidates(
    _subject: Subject, question: Question, _constants: tuple[float, ...]
) -> list[_Answer]:
    return [_Answer(None, name) for name in question.option_ids]


def _multi_candidates(
    _subject: Subject, question: Question, _constants: tuple[float, ...]
) -> list[_Answer]:
    together = tuple(one.id for one in question.options if not one.exclusive)
    pairs = [pair for pair in product(together, together) if pair[0] < pair[1]]
    singles = [(name,) for name in question.option_ids]
    return [_Answer(None, chosen) for chosen in (together, *singles, *pairs) if chosen]


def _word_candidates(
    _subject: Subject, _question: Question, _constants: tuple[float, ...]
) -> list[_Answer]:
    return [_Answer(None, word) for word in ("yes", "partly", "planned", "no")]


_CANDIDATES: Final[Mapping[str, Callable[..., list[_Answer]]]] = {
    "level": _level_candidates,
    "number": _number_candidates,
    "choice": _option_candidates,
    "multi": _multi_candidates,
    "yesno": _word_candidates,
}
