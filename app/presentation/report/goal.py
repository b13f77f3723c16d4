"""The goals a team set, and its plan of actions."""

from collections.abc import Iterator

from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.report.material import Material
from app.presentation.report.structure import (
    Block,
    Cell,
    Column,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
)
from app.presentation.report.team import GoalLine, PlanLine
from app.presentation.view.answer import say_answer
from app.presentation.view.assessment.plan import COSTS, STATUSES, TOOLKIT
from app.response import Answer


def build_goals(material: Material) -> Section | None:
    """Build the chapter of goals; None where no team set one."""
    team = material.team
    if team is None or not team.goals:
        return None
    gettext = material.gettext
    columns = (
        Column(gettext("Question"), width=14),
        Column(gettext("Now")),
        Column(gettext("Goal")),
        Column(gettext("Year"), is_number=True, width=9),
        Column(gettext("Note"), width=22),
    )
    rows = tuple(_goal_row(material, goal) for goal in team.goals if _is_asked(material, goal))
    blocks: tuple[Block, ...] = (
        Table(gettext("What is to be reached by which year"), columns, rows),
    )
    return Section("goals", gettext("Goals"), blocks)


def _is_asked(material: Material, goal: GoalLine) -> bool:
    return any(question.id == goal.question for question in material.toolkit.questions)


def _goal_row(material: Material, goal: GoalLine) -> Row:
    question = material.toolkit.question(goal.question)
    wanted = Answer(question.id, value=goal.value)  # type: ignore[arg-type]  # as it was kept
    now = material.answers.get(question.id) if material.answers else None
    return Row(
        (
            question.id,
            say_answer(material.wording, question, now),
            say_answer(material.wording, question, wanted),
            str(goal.year),
            Quote(goal.note),
        )
    )


def build_plan(material: Material) -> Section | None:
    """Build the chapter of the plan; None where no team made one."""
    team = material.team
    if team is None or not team.plan:
        return None
    gettext = material.gettext
    columns = (
        Column(gettext("No."), is_number=True, width=5),
        Column(gettext("Action")),
        Column(gettext("Responsible"), width=16),
        Column(gettext("Due"), width=12),
        Column(gettext("Cost"), width=9),
        Column(gettext("Status"), width=10),
        Column(gettext("Indicator"), width=16),
    )
    rows = tuple(_action_row(material, item) for item in team.plan)
    return Section("plan", gettext("Action plan"), tuple(_tell_plan(material, columns, rows)))


def _tell_plan(
    material: Material, columns: tuple[Column, ...], rows: tuple[Row, ...]
) -> Iterator[Block]:
    yield Table(material.gettext("Actions"), columns, rows, is_small=True)
    yield Paragraph(
        material.gettext("Impact and effort are marks from 1 to 5 that the team gave."), "quiet"
    )


def _action_row(material: Material, item: PlanLine) -> Row:
    gettext = material.gettext
    language = material.toolkit.language if item.source == TOOLKIT else material.team_language
    who: Cell = Quote(item.owner)
    if item.partner:
        with_partner = gettext(
            "%(owner)s, with %(partner)s", owner=item.owner, partner=item.partner
        )
        who = Quote(with_partner if item.owner else item.partner)
    return Row(
        (
            str(item.number),
            _say_action(material, item, language),
            who,
            show_date(item.due, material.translator) if item.due else "",
            gettext(COSTS.get(item.cost, item.cost)) if item.cost else "",
            gettext(STATUSES.get(item.status, item.status)),
            Quote(item.indicator),
        )
    )


def _say_action(material: Material, item: PlanLine, language: str) -> Cell:
    text = Phrase(item.text, language)
    if item.impact is None or item.effort is None:
        return text
    words = material.gettext(
        "%(action)s (impact %(impact)s, effort %(effort)s)",
        action=text.as_markup(material.translator),
        impact=item.impact,
        effort=item.effort,
    )
    return Phrase(words, material.translator.code)
