"""A list of evidence as a table for download; keys of columns are stable."""

from collections.abc import Iterable, Iterator, Mapping

from app.presentation.exporting import (
    ExportBook,
    ExportCell,
    ExportColumn,
    ExportTable,
    Number,
)
from app.presentation.view.assessment.evidence import EvidenceQuestion, EvidenceRow
from app.presentation.view.assessment.naming import name_person
from app.presentation.view.wording import Wording


def export_evidence(
    wording: Wording,
    groups: Iterable[EvidenceQuestion],
    names: Mapping[str, str],
    *,
    about: Mapping[str, str],
) -> ExportBook:
    """Give pieces of evidence as one table; `about` names unit, round and state in words."""
    translator = wording.translator
    say = translator.gettext
    columns = (
        ExportColumn("question", say("Question")),
        ExportColumn("question_text", say("Text of the question")),
        ExportColumn("question_mark", say("Mark of the question")),
        ExportColumn("kind", say("Kind")),
        ExportColumn("state", say("State")),
        ExportColumn("title", say("Title")),
        ExportColumn("page", say("Page or place")),
        ExportColumn("link", say("Link")),
        ExportColumn("file", say("File")),
        ExportColumn("bytes", say("Bytes"), is_number=True),
        ExportColumn("sha256", "SHA-256"),
        ExportColumn("promised_by", say("Promised by")),
        ExportColumn("due", say("Due")),
        ExportColumn("note", say("Note")),
        ExportColumn("entered_by", say("Entered by")),
        ExportColumn("entered_on", say("Entered on")),
        ExportColumn("checked_by", say("Checked by")),
        ExportColumn("checked_on", say("Checked on")),
    )
    rows = tuple(tuple(_list(wording, group, row, names)) for group in groups for row in group.rows)
    title = say("Evidence")
    return ExportBook(
        title=f"{about['unit']}: {title}",
        language=translator.code,
        direction=translator.direction,
        statement=say(
            "Evidence of an assessment in this state: %(state)s. Whose position it is, the "
            "assessment says.",
            state=about["state"],
        ),
        about=(
            ("unit", about["unit"]),
            ("toolkit", wording.title.text),
            ("toolkit_version", wording.toolkit.version),
            ("round", about["round"]),
            ("state", about["state"]),
        ),
        tables=(ExportTable("evidence", title, columns, rows),),
    )


def _list(
    wording: Wording, group: EvidenceQuestion, row: EvidenceRow, names: Mapping[str, str]
) -> Iterator[ExportCell]:
    piece, translator = row.piece, wording.translator
    yield group.id
    yield group.text
    yield group.mark
    yield row.kind
    yield row.state
    yield piece.title
    yield piece.page
    yield piece.link
    yield piece.file_name
    yield Number(piece.size, row.size)
    yield piece.file_hash or ""
    yield piece.promised_by
    yield piece.due.isoformat() if piece.due else ""
    yield piece.note
    yield name_person(names, piece.added_by, translator)
    yield piece.added_at.date().isoformat()
    yield name_person(names, piece.checked_by, translator) if piece.checked_at else ""
    yield piece.checked_at.date().isoformat() if piece.checked_at else ""
