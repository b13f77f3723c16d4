"""The evidence of an assessment: under each finding, and all of it in the annex."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.presentation.language import N_
from app.presentation.report.material import Material
from app.presentation.report.structure import (
    Block,
    Cell,
    Column,
    Heading,
    Link,
    Pair,
    Quote,
    Row,
    Table,
)
from app.presentation.report.team import EvidenceLine, Team

KINDS: Final[Mapping[str, str]] = {
    "file": N_("File"),
    "link": N_("Link"),
    "document": N_("Document"),
}
STATES: Final[Mapping[str, str]] = {
    "promised": N_("Promised"),
    "received": N_("Received"),
    "checked": N_("Checked"),
}


def list_evidence(material: Material, team: Team, question: str) -> Iterator[Pair]:
    """Give the evidence of one question, or say that there is none where it is asked for."""
    gettext = material.gettext
    for item in team.evidence:
        if item.question == question:
            yield Pair(gettext("Evidence"), _cite(item))
    if question in team.unproven:
        yield Pair(gettext("Evidence"), gettext("Claimed without evidence"))


def _cite(item: EvidenceLine) -> Cell:
    title = item.title or item.link
    said = Quote(f"{title}, {item.page}" if item.page else title)
    return Link(said, item.link) if item.link else said


def list_all_evidence(material: Material, team: Team) -> Iterator[Block]:
    """Give all evidence as a table; nothing where there is none."""
    gettext = material.gettext
    if not team.evidence:
        return
    columns = (
        Column(gettext("Question"), width=14),
        Column(gettext("Evidence")),
        Column(gettext("Kind"), width=14),
        Column(gettext("State"), width=14),
    )
    rows = tuple(
        Row(
            (
                item.question,
                _cite(item),
                gettext(KINDS.get(item.kind, item.kind)),
                gettext(STATES.get(item.state, item.state)),
            )
        )
        for item in team.evidence
    )
    yield Heading(gettext("Evidence"))
    yield Table(gettext("All evidence"), columns, rows, is_small=True)
