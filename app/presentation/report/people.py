"""Who took part in an assessment: roles and organisations, nobody by name."""

from collections.abc import Iterator

from app.presentation.number import show_number
from app.presentation.report.material import Material
from app.presentation.report.structure import Block, Column, Heading, Paragraph, Row, Table
from app.presentation.report.team import Team


def tell_people(material: Material, team: Team) -> Iterator[Block]:
    """List roles with the organisations of those who have them."""
    gettext = material.gettext
    yield Heading(gettext("Who took part"))
    columns = (
        Column(gettext("Role"), width=26),
        Column(gettext("Organisation")),
        Column(gettext("People"), is_number=True, width=12),
    )
    rows = tuple(
        Row(
            (
                gettext(item.role),
                item.organisation or gettext("not named"),
                show_number(item.count, material.translator),
            )
        )
        for item in team.participants
    )
    yield Table(gettext("Roles and organisations"), columns, rows)
    yield Paragraph(gettext("Nobody is named: roles and organisations are."), "quiet")
    if team.is_assisted:
        yield Paragraph(
            gettext(
                "An expert from outside assisted. The country’s own people answered, reviewed and "
                "approved; the expert advised."
            )
        )
    if team.is_draft:
        yield Paragraph(gettext("This is a draft: reviewers and the approver are not done yet."))
