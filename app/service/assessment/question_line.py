"""What stands in the line under each question of an assessment, read for all of a page at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.service.assessment.opening import Opened
from app.service.workspace import Workspace
from app.store import question_line as table
from app.store.engine import read_session

Counts = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class LineCounts:
    """What there is beside each question, by its id; nothing for one that has none.

    Attributes:
        evidence: How many pieces, and how many of them are only promised.
        comments: How many comments, and how many threads are open.
        goals: The year by which it is to reach its goal.
    """

    evidence: Counts
    comments: Counts
    goals: Mapping[str, int]


def read_line_counts(workspace: Workspace, opened: Opened, questions: Iterable[str]) -> LineCounts:
    """Read what stands beside questions of an assessment that was opened."""
    with read_session(workspace.engine) as session:
        rows = table.read_lines(session, opened.id, questions)
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in rows:
        found.setdefault(row.part, {})[row.question] = (row.number, int(row.those))
    years = found.get(table.GOAL, {})
    return LineCounts(
        found.get(table.EVIDENCE, {}),
        found.get(table.COMMENT, {}),
        {question: year for question, (year, _) in years.items()},
    )
