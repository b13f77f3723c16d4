"""The priorities of a plan: what its actions change beside what they take."""

from app.presentation.figure import Matrix
from app.presentation.report.goal import name_action
from app.presentation.report.material import Material
from app.presentation.report.structure import (
    Column,
    FigureBlock,
    Paragraph,
    Row,
    Section,
    Table,
)
from app.presentation.report.team import Team
from app.presentation.view.assessment.priority import build_matrix


def build_priorities(material: Material) -> Section | None:
    """Build the chapter of priorities; None where no action of a team's plan was judged."""
    team, gettext = material.team, material.gettext
    matrix = build_matrix(material.wording, team.plan) if team else None
    if team is None or matrix is None:
        return None
    lead = gettext("Each number is an action. What changes much and takes little is done first.")
    caption = gettext("Impact and effort are marks from 1 to 5 that the team gave.")
    blocks = (Paragraph(lead), FigureBlock(matrix, caption), _list_items(material, team, matrix))
    return Section("priorities", gettext("Priorities"), blocks)


def _list_items(material: Material, team: Team, matrix: Matrix) -> Table:
    """List the same as the picture, each action in the language its words are in."""
    gettext, words = material.gettext, matrix.words
    columns = (
        Column(gettext("No."), is_number=True, width=7),
        Column(words.name),
        Column(words.up, is_number=True, width=12),
        Column(words.across, is_number=True, width=12),
        Column(words.corner, width=22),
    )
    names = {str(line.number): name_action(material, line) for line in team.plan}
    rows = tuple(
        Row((item.label, names[item.label], str(item.up), str(item.across), item.corner))
        for item in matrix.items
    )
    return Table(matrix.title, columns, rows, is_small=True)
