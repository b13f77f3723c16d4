"""The comment matrix in words: places, decisions, and the table it becomes as a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import walk
from app.presentation.exporting import ExportBook, ExportColumn, ExportTable
from app.presentation.language import N_, Phrase
from app.presentation.view.anchor import anchor_of
from app.presentation.view.assessment.naming import name_person, say_moment
from app.presentation.view.page import find_pages
from app.presentation.view.wording import Wording

DECISIONS: Final[Mapping[str, str]] = {
    "accepted": N_("Accepted"),
    "partly": N_("Accepted in part"),
    "not-accepted": N_("Not accepted"),
}
"""What a team decides on a remark, as message ids."""
OPEN: Final = N_("Not decided")


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark as it is kept; `decision` is empty until somebody decides."""

    number: int
    place: str
    text: str
    proposal: str
    written_by: str | None
    written_at: datetime
    reply: str
    decision: str
    decided_by: str | None
    decided_at: datetime | None
    version: int

    @property
    def is_open(self) -> bool:
        """Whether nobody decided yet."""
        return not self.decision


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """One remark as its page shows it.

    `page` and `anchor` lead to the place; empty for the whole. `is_own`: whoever reads wrote it.
    """

    remark: Remark
    place: Phrase
    page: str
    anchor: str
    writer: str
    written: str
    decision: str
    decider: str
    decided: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places to choose from below one pillar: ids with their names."""

    title: Phrase
    places: tuple[tuple[str, Phrase], ...]


@dataclass(frozen=True, slots=True)
class MatrixWords:
    """What a file of the matrix is said with: texts, people's names, the unit, whose it is."""

    wording: Wording
    names: Mapping[str, str]
    unit: str
    statement: str


def list_places(wording: Wording) -> tuple[PlaceGroup, ...]:
    """Give all places a remark can be about, pillar by pillar."""
    return tuple(
        PlaceGroup(
            wording.phrase(pillar.title),
            tuple((node.id, _name_node(wording, node)) for node in walk(pillar)),
        )
        for pillar in wording.toolkit.pillars
    )


def _name_node(wording: Wording, node: object) -> Phrase:
    if isinstance(node, Question):
        return wording.phrase(node.text)
    return wording.phrase(getattr(node, "title", ""))


def name_place(wording: Wording, place: str) -> Phrase:
    """Name what a remark is about; a place the toolkit has no more keeps its id."""
    if not place:
        translator = wording.translator
        return Phrase(translator.gettext("The whole assessment"), translator.code)
    try:
        return _name_node(wording, wording.toolkit.node(place))
    except KeyError:
        return Phrase(place, wording.translator.code)


def build_rows(
    wording: Wording, remarks: Iterable[Remark], names: Mapping[str, str], *, reader: str
) -> tuple[RemarkRow, ...]:
    """Say the remarks."""
    pages = find_pages(wording)
    page_of = {question: page.id for page in pages for question in page.questions}
    page_of |= {page.id: page.id for page in pages}
    translator = wording.translator
    return tuple(
        RemarkRow(
            item,
            name_place(wording, item.place),
            page_of.get(item.place, ""),
            anchor_of(item.place) if item.place in page_of else "",
            name_person(names, item.written_by, translator),
            say_moment(item.written_at, translator),
            translator.gettext(DECISIONS.get(item.decision, OPEN)),
            name_person(names, item.decided_by, translator) if item.decided_at else "",
            say_moment(item.decided_at, translator) if item.decided_at else "",
            item.written_by == reader,
        )
        for item in remarks
    )


def export_matrix(words: MatrixWords, remarks: Iterable[Remark]) -> ExportBook:
    """Give the matrix as a table."""
    wording = words.wording
    translator, say = wording.translator, wording.translator.gettext
    columns = (
        ExportColumn("number", say("No.")),
        ExportColumn("place", say("Place")),
        ExportColumn("about", say("About")),
        ExportColumn("remark", say("Remark")),
        ExportColumn("proposal", say("Proposal")),
        ExportColumn("reviewer", say("Reviewer")),
        ExportColumn("written", say("Written")),
        ExportColumn("reply", say("Reply")),
        ExportColumn("decision", say("Decision")),
        ExportColumn("decided_by", say("Decided by")),
        ExportColumn("decided", say("Decided")),
    )
    rows = tuple(
        (
            row.remark.number,
            row.remark.place,
            row.place,
            row.remark.text,
            row.remark.proposal,
            row.writer,
            row.remark.written_at.isoformat(),
            row.remark.reply,
            row.decision,
            row.decider,
            row.remark.decided_at.isoformat() if row.remark.decided_at else "",
        )
        for row in build_rows(wording, remarks, words.names, reader="")
    )
    return ExportBook(
        title=say("%(unit)s: remarks of reviewers", unit=words.unit),
        language=translator.code,
        direction=translator.direction,
        statement=words.statement,
        about=(("toolkit", wording.toolkit.id), ("toolkit_version", wording.toolkit.version)),
        tables=(ExportTable("remarks", say("Remarks of reviewers"), columns, rows),),
    )
