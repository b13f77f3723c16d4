"""What is still open in an assessment before it is reviewed or approved; nothing of it blocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.definition.toolkit import Toolkit
from app.response import Answers, Setting, questions_for
from app.scoring import evidence_due
from app.service.assessment.opening import Work
from app.service.workspace import Workspace
from app.store.engine import read_session
from app.store.material import count_remarks, read_evidence

SHOWN: Final = frozenset({"received", "checked"})
"""States of evidence that is there; what is promised shows nothing yet."""


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """Questions that are blank, not known, to be confirmed, or claimed without evidence.

    `undecided` is how many remarks of reviewers nobody decided.
    """

    blank: tuple[str, ...]
    unknown: tuple[str, ...]
    to_confirm: tuple[str, ...]
    unproven: tuple[str, ...]
    undecided: int = 0


def find_open_points(workspace: Workspace, work: Work) -> OpenPoints:
    """Find what is open in an assessment."""
    with read_session(workspace.engine) as session:
        rows = read_evidence(session, work.opened.id)
        undecided = count_remarks(session, work.opened.id)[1]
    shown = {row.question for row in rows if row.state in SHOWN}
    opened = work.opened
    asked = [
        item.question.id
        for item in questions_for(opened.toolkit, work.answers, opened.setting)
        if item.status == "asked"
    ]
    state = work.answers.state
    return OpenPoints(
        blank=tuple(name for name in asked if state(name) == "blank"),
        unknown=tuple(name for name in asked if state(name) == "unknown"),
        to_confirm=tuple(name for name in asked if name in work.to_confirm),
        unproven=find_unproven((opened.toolkit, opened.setting), work.answers, shown),
        undecided=undecided,
    )


def find_unproven(
    asked: tuple[Toolkit, Setting], answers: Answers, shown: Iterable[str]
) -> tuple[str, ...]:
    """Give the questions whose answer wants evidence and has neither a piece of it nor a link.

    `asked` is the toolkit with its setting, `shown` the questions with evidence that is there.
    """
    proven = set(shown) | {name for name, answer in answers.items() if answer.link}
    due = evidence_due(asked[0], answers, asked[1])
    return tuple(name for name in due if name not in proven)
