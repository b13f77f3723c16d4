"""The line under each question of an assessment: what else there is of it, each part of it a link.

Which parts there are is said in `app.web.question_line`, since each reads its own table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionLink:
    """One entry of the line: the words, the address, and whether it asks for attention."""

    words: str
    url: str
    is_open: bool = False


Lines = Mapping[str, tuple[QuestionLink, ...]]
"""The entries of each question, by its id."""


def join_lines(questions: Iterable[str], said: Iterable[Mapping[str, QuestionLink]]) -> Lines:
    """Put together what every part says of each question, in the order of the parts."""
    parts = tuple(said)
    return {
        question: tuple(part[question] for part in parts if question in part)
        for question in questions
    }
