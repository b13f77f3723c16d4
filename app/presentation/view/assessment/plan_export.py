"""A plan as a table for download; keys of columns are stable, headings in the reader's language."""

from collections.abc import Iterator

from app.presentation.exporting import (
    ExportBook,
    ExportCell,
    ExportColumn,
    ExportTable,
    Number,
)
from app.presentation.view.assessment.plan import PlanRow
from app.presentation.view.wording import Wording


def export_plan(wording: Wording, rows: tuple[PlanRow, ...], *, unit: str, round_name: str,
                state: str) -> ExportBook:  # fmt: skip
    """Give a plan as one table; `state` is that of the assessment, in words."""
    translator = wording.translator
    say = translator.gettext
    columns = (
        ExportColumn("number", say("Number"), is_number=True),
        ExportColumn("action", say("Action")),
        ExportColumn("question", say("Question")),
        ExportColumn("question_text", say("Text of the question")),
        ExportColumn("owner", say("Responsible")),
        ExportColumn("partner", say("Partner")),
        ExportColumn("due", say("Due")),
        ExportColumn("cost", say("Cost")),
        ExportColumn("status", say("Status")),
        ExportColumn("done_on", say("Done on")),
        ExportColumn("indicator", say("How success is seen")),
        ExportColumn("impact", say("Impact"), is_number=True),
        ExportColumn("effort", say("Effort"), is_number=True),
    )
    title = say("Action plan")
    table = ExportTable("plan", title, columns, tuple(tuple(_list(row)) for row in rows))
    return ExportBook(
        title=f"{unit}: {title}",
        language=translator.code,
        direction=translator.direction,
        statement=say(
            "Action plan of an assessment in this state: %(state)s. What is public of it, and "
            "whose position it is, the assessment says.",
            state=state,
        ),
        about=(
            ("unit", unit),
            ("toolkit", wording.title.text),
            ("toolkit_version", wording.toolkit.version),
            ("round", round_name),
            ("state", state),
        ),
        tables=(table,),
    )


def _list(row: PlanRow) -> Iterator[ExportCell]:
    action = row.action
    yield Number(action.number, str(action.number))
    yield row.text
    yield action.question
    yield row.question
    yield row.owner
    yield action.partner
    yield action.due.isoformat() if action.due else ""
    yield row.cost
    yield row.status
    yield action.done_at.date().isoformat() if action.done_at else ""
    yield action.indicator
    for mark in (action.impact, action.effort):
        yield Number(mark, "" if mark is None else str(mark))
