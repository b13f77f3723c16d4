"""What comes of a workshop: priorities, goals, the plan, and what the room thought of its day.

All of it is built by the views of the room's own pages.
"""

from collections.abc import Iterator

from app.presentation.language import Phrase
from app.presentation.number import show_number
from app.presentation.report.structure import (
    Block,
    Cell,
    Column,
    FigureBlock,
    Heading,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
)
from app.presentation.report.workshop import Minutes
from app.presentation.report.workshop_words import say_typed_answer
from app.presentation.view.workshop.action import ActionLine, build_actions
from app.presentation.view.workshop.feedback import ShareView, SummaryView, build_summary
from app.presentation.view.workshop.goal import RoomGoal, build_room_goals
from app.presentation.view.workshop.priority import Ranked, build_ranking
from app.response import Answers
from app.response.workshop.board import LEAST


def build_room_priorities(minutes: Minutes) -> Section | None:
    """Build the chapter of priorities; None before the room saw its ratings."""
    gettext, view = minutes.gettext, build_ranking(minutes.wording, minutes.ranking)
    if not view.is_shown or not view.lines:
        return None
    blocks: list[Block] = [
        Paragraph(
            gettext("Each number is an item. What changes much and takes little is done first.")
        )
    ]
    if view.matrix is not None:
        caption = gettext(
            "Everybody gave each item marks from 1 to 5 alone. It stands where the middle of the "
            "marks is; one between two fields stands in the higher one."
        )
        blocks.append(FigureBlock(view.matrix, caption))
    blocks.append(_list_items(minutes, view.lines))
    if any(line.count is None for line in view.lines):
        blocks.append(Paragraph(_say_few(minutes), "quiet"))
    return Section("priorities", gettext("Priorities"), tuple(blocks))


def _say_few(minutes: Minutes) -> str:
    return minutes.ngettext(
        "Where fewer than %(num)s person answered, no mark is shown.",
        "Where fewer than %(num)s people answered, no mark is shown.",
        LEAST,
    )


def _list_items(minutes: Minutes, lines: tuple[Ranked, ...]) -> Table:
    gettext = minutes.gettext
    columns = (
        Column(gettext("No."), is_number=True, width=7),
        Column(gettext("Item")),
        Column(gettext("Impact"), is_number=True, width=11),
        Column(gettext("Effort"), is_number=True, width=11),
        Column(gettext("Ratings"), is_number=True, width=11),
        Column(gettext("Corner"), width=20),
    )
    rows = tuple(_item_row(minutes, line, place) for place, line in enumerate(lines, start=1))
    caption = gettext("Items in the order of what they change for what they take")
    return Table(caption, columns, rows, is_small=True)


def _item_row(minutes: Minutes, line: Ranked, place: int) -> Row:
    count = "" if line.count is None else show_number(line.count, minutes.translator)
    return Row(
        (
            str(place),
            quote_own(line.text),
            line.impact,
            line.effort,
            count,
            line.corner,
        )
    )


def quote_own(text: Phrase | str) -> Cell:
    """Give a text of the toolkit as it is, any other as what somebody typed."""
    return text if isinstance(text, Phrase) else Quote(text)


# --- Goals and plan -----------------------------------------------------------------------------


def build_goals_of_room(minutes: Minutes) -> Section | None:
    """Build the chapter of goals; None where the room set none."""
    gettext = minutes.gettext
    lines = build_room_goals(minutes.wording, list_agreed(minutes), minutes.goals).set_lines
    if not lines:
        return None
    columns = (
        Column(gettext("Question"), width=27),
        Column(gettext("Agreed now")),
        Column(gettext("Goal")),
        Column(gettext("Year"), is_number=True, width=8),
    )
    rows = tuple(_goal_row(minutes, line) for line in lines)
    table = Table(gettext("What is to be reached by which year"), columns, rows)
    return Section("goals", gettext("Goals"), (table,))


def list_agreed(minutes: Minutes) -> Answers:
    """Give what the room agreed."""
    return Answers(
        talk.agreement.answer
        for talk in minutes.talks
        if talk.agreement is not None and talk.agreement.answer is not None
    )


def _goal_row(minutes: Minutes, line: RoomGoal) -> Row:
    now, goal = list_agreed(minutes).get(line.id), minutes.goals[line.id].answer
    here: Cell = "" if now is None else say_typed_answer(minutes.wording, line.id, now)
    there = say_typed_answer(minutes.wording, line.id, goal)
    return Row((line.text, here, there, str(line.year)))


def build_plan_of_room(minutes: Minutes) -> Section | None:
    """Build the chapter of the plan; None where the room made none."""
    if not minutes.actions:
        return None
    gettext = minutes.gettext
    columns = (
        Column(gettext("No."), is_number=True, width=7),
        Column(gettext("Action")),
        Column(gettext("Responsible"), width=26),
        Column(gettext("Due"), width=20),
    )
    rows = tuple(map(_action_row, build_actions(minutes.wording, minutes.actions).lines))
    table = Table(gettext("Actions"), columns, rows)
    return Section("plan", gettext("Action plan"), (table,))


def _action_row(line: ActionLine) -> Row:
    return Row((str(line.place), quote_own(line.text), Quote(line.owner), line.due))


# --- What the room thought of it ----------------------------------------------------------------


def build_feedback_of_room(minutes: Minutes) -> Section | None:
    """Build the chapter; None where nobody said anything."""
    view = build_summary(minutes.translator, minutes.feedback)
    asked = [share for share in view.shares if share.answers]
    if not asked:
        return None
    blocks: list[Block] = []
    for share in asked:
        blocks += _tell_share(minutes, view, share)
    blocks += _say_change(minutes, view)
    if view.is_open:
        words = minutes.gettext(
            "The marks are shown when the workshop has ended: until then they can change."
        )
        blocks.append(Paragraph(words, "quiet"))
    title = minutes.gettext("What the room thought of it")
    return Section("feedback", title, tuple(blocks))


def _tell_share(minutes: Minutes, view: SummaryView, share: ShareView) -> Iterator[Block]:
    gettext = minutes.gettext
    answers = minutes.ngettext("%(num)s answer", "%(num)s answers", share.answers)
    if not share.rows:
        yield Heading(share.text, 4)
        few = "" if view.is_open else _say_few(minutes)
        yield Paragraph(minutes.translator.gap.join(filter(None, (answers + ".", few))), "quiet")
        return
    columns = (
        *(Column(row.text, is_number=True, width=16) for row in share.rows),
        Column(gettext("Middle")),
    )
    counts = (*(show_number(row.count, minutes.translator) for row in share.rows), share.middle)
    caption = gettext("%(question)s (%(answers)s)", question=share.text, answers=answers)
    yield Table(caption, columns, (Row(counts),))


def _say_change(minutes: Minutes, view: SummaryView) -> Iterator[Block]:
    if view.more is None or view.same is None or view.less is None:
        return
    yield Paragraph(
        minutes.ngettext(
            "Of %(num)s person who answered before and after, %(more)s knows more now, %(same)s as "
            "much, %(less)s less; on average the mark changed by %(mean)s.",
            "Of %(num)s people who answered before and after, %(more)s know more now, %(same)s as "
            "much, %(less)s less; on average the mark changed by %(mean)s.",
            view.pairs,
            more=show_number(view.more, minutes.translator),
            same=show_number(view.same, minutes.translator),
            less=show_number(view.less, minutes.translator),
            mean=view.mean,
        )
    )
