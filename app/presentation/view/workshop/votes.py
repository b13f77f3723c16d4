"""What a room said, as tables for download."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.presentation.exporting import ExportBook, ExportCell, ExportColumn, ExportTable, Number
from app.presentation.number import show_number
from app.presentation.view.answer import say_answer
from app.presentation.view.wording import Wording
from app.response import Answer, write_value
from app.response.answer import State, Value


@dataclass(frozen=True, slots=True)
class VoteCount:
    """How many of a role (empty: all others, or nobody's is told) gave an answer."""

    role: str
    state: State
    value: Value
    count: int


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question in one round; no counts and comments where fewer than five answered."""

    question: str
    round: int
    counts: tuple[VoteCount, ...]
    comments: tuple[str, ...]


def build_votes(wording: Wording, title: str, shown: tuple[ShownQuestion, ...]) -> ExportBook:
    """Build the tables: the counts of every answer first, then questions and comments."""
    translator = wording.translator
    say = translator.gettext
    toolkit = wording.toolkit
    few = say("What fewer than five people answered is left out; a role stands only where five or more of it did, three where all are named.")  # noqa: E501  # fmt: skip
    return ExportBook(
        title=f"{title}: {wording.title.text}",
        language=translator.code,
        direction=translator.direction,
        statement=say("No official position of any government or organisation"),
        about=(("toolkit", toolkit.id), ("toolkit_version", toolkit.version), ("rule", few)),
        tables=(
            _list_counts(wording, shown),
            _list_questions(wording, shown),
            _list_comments(wording, shown),
        ),
    )


def _list_counts(wording: Wording, shown: Iterable[ShownQuestion]) -> ExportTable:
    say = wording.translator.gettext
    columns = (
        ExportColumn("question", say("Question")),
        ExportColumn("round", say("Round"), is_number=True),
        ExportColumn("role", say("Role")),
        ExportColumn("state", say("State")),
        ExportColumn("value", say("Value")),
        ExportColumn("answer", say("Answer")),
        ExportColumn("votes", say("Votes"), is_number=True),
    )
    rows = tuple(
        (
            item.question,
            _number(wording, item.round),
            count.role,
            count.state,
            write_value(count.value),
            _say(wording, item.question, count),
            _number(wording, count.count),
        )
        for item in shown
        for count in item.counts
    )
    return ExportTable("votes", say("Votes"), columns, rows)


def _say(wording: Wording, question: str, count: VoteCount) -> ExportCell:
    answer = Answer(question, count.state, value=count.value)
    return say_answer(wording, wording.toolkit.question(question), answer)


def _number(wording: Wording, value: int) -> Number:
    return Number(value, show_number(value, wording.translator))


def _list_questions(wording: Wording, shown: Iterable[ShownQuestion]) -> ExportTable:
    say = wording.translator.gettext
    columns = (
        ExportColumn("question", say("Question")),
        ExportColumn("text", say("Text")),
        ExportColumn("round", say("Round"), is_number=True),
        ExportColumn("is_shown", say("Five or more answers")),
    )
    rows = tuple(
        (
            item.question,
            wording.phrase(wording.toolkit.question(item.question).text),
            _number(wording, item.round),
            bool(item.counts),
        )
        for item in shown
    )
    return ExportTable("questions", say("Questions"), columns, rows)


def _list_comments(wording: Wording, shown: Iterable[ShownQuestion]) -> ExportTable:
    say = wording.translator.gettext
    columns = (
        ExportColumn("question", say("Question")),
        ExportColumn("round", say("Round"), is_number=True),
        ExportColumn("comment", say("Comment")),
    )
    rows = tuple(
        (item.question, _number(wording, item.round), comment)
        for item in shown
        for comment in item.comments
    )
    return ExportTable("comments", say("Comments"), columns, rows)
