"""The rounds of a unit side by side, and what the change between two of them comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.definition.difference import compare_toolkits
from app.definition.toolkit import Toolkit
from app.presentation.view.assessment.comparison import Compared
from app.presentation.view.assessment.goal import Goal
from app.presentation.view.assessment.round import RoundScores
from app.response import Answers, Setting
from app.response.carrying import carry_answers
from app.scoring import ENGINE, ScoringError, score, split_change
from app.scoring.change import Change
from app.service.answering import restore_answer
from app.service.assessment.goal import restore_goal
from app.service.assessment.opening import Opened, find_toolkit, setting_of
from app.service.permission import EVERYBODY, FROZEN
from app.service.workspace import Workspace
from app.store.approval import find_approval
from app.store.assessment import list_rounds
from app.store.assessment_answer import read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.goal import list_goals
from app.store.unit import list_assessment_roles_of, read_unit_roles


@dataclass(frozen=True, slots=True)
class Round:
    """One round as whoever opened an assessment of the unit may see it.

    Attributes:
        row: Columns of the assessment.
        toolkit: As it is pinned.
        answers: As they stand; from approval on as they were approved.
        scores: Score by node; from approval on the numbers that were kept.
        approved_on: None for one that was not approved.
        engine: Version of the engine that made the scores.
        goals: By question.
    """

    row: AnyRow
    toolkit: Toolkit
    answers: Answers
    scores: Mapping[str, float | None]
    approved_on: date | None
    engine: str
    goals: Mapping[str, Goal]

    @property
    def id(self) -> str:
        """Id of the assessment."""
        return str(self.row.id)

    @property
    def setting(self) -> Setting:
        """What it asks."""
        return setting_of(self.row)

    @property
    def shown(self) -> RoundScores:
        """What a table of rounds shows of it."""
        row, period = self.row, (self.row.period_start, self.row.period_end)
        return RoundScores(
            self.id,
            row.round,
            row.state,
            period,
            self.approved_on,
            self.toolkit.version,
            self.scores,
        )


def read_rounds(workspace: Workspace, opened: Opened) -> tuple[Round, ...]:
    """Read the rounds of a unit by the same toolkit, the first one first.

    Whoever has a role on one assessment alone sees those they have a role on.
    """
    row = opened.access.row
    with read_session(workspace.engine) as session:
        rows = list_rounds(session, row.unit_id, row.toolkit_id)
        if not read_unit_roles(session, row.unit_id, opened.access.account) & EVERYBODY:
            own = list_assessment_roles_of(session, opened.access.account)
            seen = {item.assessment_id for item in own}
            rows = [item for item in rows if item.id in seen]
        return tuple(_read_round(session, workspace, item) for item in rows)


def _read_round(session: Session, workspace: Workspace, row: AnyRow) -> Round:
    toolkit = find_toolkit(workspace, row)
    answers = Answers(map(restore_answer, read_assessment_answers(session, row.id)))
    goals = {item.question: restore_goal(item) for item in list_goals(session, row.id)}
    kept = find_approval(session, row.id) if row.state in FROZEN else None
    if kept is None:
        nodes = score(toolkit, answers, setting_of(row)).nodes
        scores = {name: node.score for name, node in nodes.items()}
        return Round(row, toolkit, answers, scores, None, ENGINE, goals)
    scores = {name: node["score"] for name, node in kept.scores["nodes"].items()}
    day = kept.approved_at.date()
    return Round(row, toolkit, answers, scores, day, kept.engine, goals)


def compare_rounds(first: Round, second: Round) -> Compared:
    """Hold two rounds against each other: the change by its parts, and question by question."""
    difference = compare_toolkits(first.toolkit, second.toolkit)
    carried = carry_answers(first.toolkit, second.toolkit, first.answers, difference=difference)
    still = Answers(
        line.after for line in carried.record if line.became != "dropped" and line.after is not None
    )
    return Compared(
        first.toolkit,
        second.toolkit,
        (first.answers, second.answers),
        still,
        difference.common,
        _split(first, second),
        second.goals,
        has_other_engine=any(item.engine != ENGINE for item in (first, second)),
    )


def _split(first: Round, second: Round) -> Change | None:
    """Split the change; None where rounds of different kinds of unit can't be compared."""
    try:
        return split_change(
            first.toolkit,
            second.toolkit,
            first.answers,
            second.answers,
            settings=(first.setting, second.setting),
        )
    except ScoringError:
        return None
