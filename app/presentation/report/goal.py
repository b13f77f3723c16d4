"""The goals a team set, and its plan of actions."""

from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.report.material import Material
from app.presentation.report.structure import (
    Block,
    Cell,
    Column,
    Quote,
    Row,
    Section,
    Table,
)
from app.presentation.report.team import GoalLine, PlanLine
from app.presentation.view.answer import say_answer
from app.presentation.view.assessment.plan import COSTS, STATUSES, say_action
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
    table = Table(gettext("Actions"), columns, rows, is_small=True)
    return Section("plan", gettext("Action plan"), (table,))


def _action_row(material: Material, item: PlanLine) -> Row:
    gettext = material.gettext
    who: Cell = Quote(item.owner)
    if item.partner:
        with_partner = gettext(
            "%(owner)s, with %(partner)s", owner=item.owner, partner=item.partner
        )
        who = Quote(with_partner if item.owner else item.partner)
    return Row(
        (
            str(item.number),
            name_action(material, item),
            who,
            show_date(item.due, material.translator) if item.due else "",
            gettext(COSTS.get(item.cost, item.cost)) if item.cost else "",
            gettext(STATUSES.get(item.status, item.status)),
            Quote(item.indicator),
        )
    )


def name_action(material: Material, item: PlanLine) -> Phrase:
    """Give the text of an action: the toolkit's in the report's language, else as it was typed."""
    text = say_action(material.wording, item)
    return text if isinstance(text, Phrase) else Phrase(text, material.team_language)
