"""Answers as an approval keeps them, turned back into answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.response import Answers
from app.service.answering import restore_answer


class KeptAnswer:
    """An answer that was kept, with the names a row has."""

    def __init__(self, question: str, kept: Mapping[str, Any]) -> None:
        """Take it as it was kept."""
        self.question = question
        self.__dict__.update(kept)
        self.saved_at = datetime.fromisoformat(kept["saved_at"])


def list_kept(answers: Mapping[str, Any]) -> Sequence[Any]:
    """Give answers that were kept, each with the names a row has."""
    return [KeptAnswer(name, item) for name, item in answers.items()]


def read_given(answers: Mapping[str, Any]) -> Answers:
    """Read answers as they were kept, by question."""
    return Answers(map(restore_answer, list_kept(answers)))
