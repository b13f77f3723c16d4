"""The change since the last approved round, pillar by pillar, and what it comes from."""

from collections.abc import Iterator

from app.presentation.report.material import Material
from app.presentation.report.structure import Block, Column, Heading, Paragraph, Row, Table
from app.presentation.report.team import Previous
from app.presentation.view.assessment.change import build_changes


def tell_change(material: Material, previous: Previous | None) -> Iterator[Block]:
    """Lay the round beside the one before; nothing for the first one."""
    if previous is None:
        return
    gettext = material.gettext
    changes = build_changes(material.wording, previous)
    yield Heading(gettext("Since the last round"))
    yield Paragraph(changes.since)
    if not changes.rows:
        yield Paragraph(gettext("No pillar has a score in both rounds."))
        return
    columns = (
        Column(gettext("Pillar")),
        Column(gettext("Change"), is_number=True, width=14),
        Column(gettext("By answers"), is_number=True, width=16),
        Column(gettext("By other rules"), is_number=True, width=16),
        Column(gettext("Not comparable"), is_number=True, width=18),
    )
    rows = tuple(
        Row((row.title, row.total, row.answers, row.rules, row.not_comparable), row.family)
        for row in changes.rows
    )
    yield Table(gettext("Changes of scores since the last round"), columns, rows)
    yield Paragraph(
        gettext(
            "A change is split exactly: by other answers to questions both rounds asked, by other "
            "rules of the toolkit under the same answers, and by what only one round asked."
        ),
        "quiet",
    )
