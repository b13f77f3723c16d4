"""What a room left open: parked, without agreement, not settled, not known, not talked about."""

from collections.abc import Callable, Iterator

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
from app.presentation.report.workshop import Minutes, Talk
from app.presentation.report.workshop_words import find_outcome, name_question


def build_room_doubts(minutes: Minutes) -> Section:
    """Build the chapter of open points."""
    gettext = minutes.gettext
    parts: tuple[tuple[str, Callable[[Talk], bool]], ...] = (
        (gettext("No agreement"), lambda talk: find_outcome(talk) == "none"),
        (gettext("Parked"), lambda talk: find_outcome(talk) == "parked"),
        (gettext("Shown, not settled"), lambda talk: find_outcome(talk) == "open"),
        (gettext("Agreed that it is not known"), _is_unknown),
        (gettext("Not talked about"), lambda talk: find_outcome(talk) == "unseen"),
    )
    rows = tuple(row for title, is_in in parts for row in _list_part(minutes, title, is_in))
    columns = (
        Column(gettext("Question"), width=14),
        Column(gettext("Text")),
        Column(gettext("Why"), width=34),
    )
    block: Block = (
        Table(gettext("What the room left open"), columns, rows, is_small=True)
        if rows
        else Paragraph(gettext("Nothing was left open."))
    )
    return Section("open", gettext("Open points"), (block,))


def _is_unknown(talk: Talk) -> bool:
    answer = talk.agreement.answer if talk.agreement else None
    return answer is not None and answer.state == "unknown"


def _list_part(minutes: Minutes, title: str, is_in: Callable[[Talk], bool]) -> Iterator[Row]:
    talks = [talk for talk in minutes.talks if is_in(talk)]
    if talks:
        yield Row((title,), is_group=True)
        yield from (_tell(minutes, talk) for talk in talks)


def _tell(minutes: Minutes, talk: Talk) -> Row:
    said = talk.agreement.note if talk.agreement else ""
    why: Cell = Quote(said or talk.note)
    return Row((talk.question, name_question(minutes, talk.question), why))
