"""Messages for people: an English text with named places, translated where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802 - the name by which the extraction of texts knows it
    """Mark a text for translation and give it back as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """An English text, a message id of gettext, and what stands in its places (`%(name)s`)."""

    text: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the English text with its places filled."""
        return self.text % self.params if self.params else self.text


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer was refused.

    Attributes:
        question: Id of the question.
        code: What is wrong, for programs: `not-a-number`, `too-long` and the like.
        message: The English text, with places such as `%(most)s`; a message id of gettext.
        params: What stands in those places.
    """

    question: str
    code: str
    message: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the English text with its places filled."""
        return self.message % self.params if self.params else self.message


class AnswerError(ValueError):
    """An answer that cannot be taken; `problems` holds every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.question}: {problem}" for problem in problems))


class RefusedError(ValueError):
    """A value, reason, note or link that cannot be taken; becomes a `Problem` of its question."""

    def __init__(self, code: str, message: str, /, **params: str | float) -> None:
        self.code = code
        self.message = message
        self.params = params
        super().__init__(code)
