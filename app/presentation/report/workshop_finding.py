"""What a room said to each question and what it agreed, pillar by pillar."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.definition.toolkit import Pillar
from app.presentation.language import add_marks
from app.presentation.number import show_date, show_number
from app.presentation.punctuation import separate
from app.presentation.report.finding import say_standing
from app.presentation.report.pillar import say_reach
from app.presentation.report.structure import (
    Block,
    Column,
    Finding,
    Heading,
    Item,
    ItemList,
    Pair,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
    VoteRow,
    Votes,
)
from app.presentation.report.workshop import Agreement, Asking, Minutes, Promise, Talk
from app.presentation.report.workshop_words import (
    NOTES,
    name_question,
    say_in_sentence,
    say_outcome,
    say_typed_answer,
)
from app.presentation.view.result_model import QuestionResult, ResultPillar
from app.presentation.view.workshop.reveal import (
    Fact,
    Facts,
    PartOfRoom,
    Reveal,
    build_reveal,
)
from app.presentation.view.workshop.reveal import Row as AnswerRow
from app.presentation.words import say_band
from app.response.answer import State
from app.response.workshop.board import Board

STATES: Final[Mapping[str, State]] = {
    "unknown": "unknown",
    "not-applicable": "not-applicable",
}
MOST_COLUMNS: Final = 4
"""Up to so many parts of the room have a column each; more have a table below."""


def build_workshop_findings(minutes: Minutes) -> Section | None:
    """Build the chapter; None where nothing was shown yet."""
    if not minutes.shown:
        return None
    pillars = {item.id: item for item in minutes.base.toolkit.pillars}
    blocks = tuple(
        block for name in minutes.pillars for block in _tell_pillar(minutes, pillars[name])
    )
    title = minutes.gettext("What the room said and agreed")
    return Section("findings", title, blocks)


def _tell_pillar(minutes: Minutes, pillar: Pillar) -> Iterator[Block]:
    talks = [talk for talk in minutes.talks if talk.pillar == pillar.id]
    yield Heading(minutes.wording.pillar_title(pillar), family=pillar.family)
    yield from _say_score(minutes, pillar.id)
    for talk in talks:
        if talk.is_shown:
            yield from _tell_question(minutes, talk, pillar.family)
    unseen = tuple(
        Row((talk.question, name_question(minutes, talk.question)))
        for talk in talks
        if not talk.is_shown
    )
    if unseen:
        columns = (
            Column(minutes.gettext("Question"), width=16),
            Column(minutes.gettext("Text")),
        )
        yield Table(minutes.gettext("Not talked about"), columns, unseen, is_small=True)


def _find_pillar(minutes: Minutes, name: str) -> ResultPillar | None:
    result = minutes.base.result
    return next((item for item in result.pillars if item.id == name), None) if result else None


def _say_score(minutes: Minutes, name: str) -> Iterator[Block]:
    pillar = _find_pillar(minutes, name)
    if pillar is None:
        return
    if pillar.band:
        band = pillar.band.as_markup(minutes.translator, "strong")
        yield Paragraph(say_band(band, pillar.score, minutes.translator))
    else:
        yield Paragraph(pillar.missing_reason)
    yield say_reach(pillar, minutes.translator)


def _tell_question(minutes: Minutes, talk: Talk, family: str) -> Iterator[Block]:
    result = _find_result(minutes, talk)
    is_scored = result is not None and result.points is not None
    yield Finding(
        code=talk.question,
        title=name_question(minutes, talk.question),
        standing=say_standing(minutes.base, result) if result is not None and is_scored else "",
        share=result.points / 100 if result is not None and result.points is not None else None,
        pairs=tuple(_list_pairs(minutes, talk)),
        family=family,
    )
    for asking in talk.askings:
        yield from _show_asking(minutes, talk, asking, family=family)


def _find_result(minutes: Minutes, talk: Talk) -> QuestionResult | None:
    agreed = talk.agreement.answer if talk.agreement else None
    pillar = _find_pillar(minutes, talk.pillar)
    if agreed is None or agreed.state != "answered" or pillar is None:
        return None
    return next((item for item in pillar.questions if item.id == talk.question), None)


# --- What was agreed ----------------------------------------------------------------------------


def _list_pairs(minutes: Minutes, talk: Talk) -> Iterator[Pair]:
    yield Pair(minutes.gettext("Outcome"), _say_outcome(minutes, talk))
    if talk.agreement is not None:
        yield from _tell_agreement(minutes, talk.question, talk.agreement)
    if talk.note:
        yield Pair(minutes.gettext("Discussion"), Quote(talk.note))
    for promise in talk.promises:
        yield Pair(minutes.gettext("Promised"), _say_promise(minutes, promise))


def _say_outcome(minutes: Minutes, talk: Talk) -> str:
    said = say_outcome(minutes, talk)
    if talk.agreement is None or talk.agreement.is_confirmed:
        return said
    return minutes.gettext("%(outcome)s (not confirmed by the plenary)", outcome=said)


def _tell_agreement(minutes: Minutes, question: str, agreement: Agreement) -> Iterator[Pair]:
    gettext = minutes.gettext
    if agreement.answer is not None:
        said = say_typed_answer(minutes.wording, question, agreement.answer)
        yield Pair(gettext("Agreed answer"), said)
    if agreement.note:
        yield Pair(gettext(NOTES[agreement.outcome]), Quote(agreement.note))
    if agreement.minority:
        yield Pair(gettext("Minority view"), Quote(agreement.minority))
    if agreement.minority_answer is not None:
        supported = say_in_sentence(minutes, question, agreement.minority_answer)
        yield Pair(gettext("It supports"), supported)


def _say_promise(minutes: Minutes, promise: Promise) -> str:
    """Say what was promised by whom until when; each as its own letters run."""
    said = [add_marks(text, "auto") for text in (promise.title, promise.promised_by) if text]
    if promise.due:
        day = show_date(promise.due, minutes.translator)
        said.append(minutes.gettext("until %(day)s", day=day))
    return separate(said, minutes.translator.code)


# --- What was answered --------------------------------------------------------------------------


def _show_asking(minutes: Minutes, talk: Talk, asking: Asking, *, family: str) -> Iterator[Block]:
    question = minutes.wording.toolkit.question(talk.question)
    facts = Facts(place=asking.place)
    reveal = build_reveal(minutes.wording, question, asking.board, facts=facts)
    head = _head(minutes, talk, asking)
    if reveal.hidden:
        yield Paragraph(_say_fact(minutes, head, reveal.hidden), "quiet")
        return
    is_wide = len(reveal.parts) > MOST_COLUMNS
    shown = (asking.board, reveal)
    yield _draw(minutes, shown, head, () if is_wide else reveal.parts, family=family)
    yield Paragraph(_say_facts(minutes, reveal.facts), "quiet")
    if is_wide:
        yield _break_down(minutes, reveal.parts)
    if asking.comments:
        yield Heading(minutes.gettext("What was commented"), 4)
        yield ItemList(tuple(Item(Quote(text)) for text in asking.comments))


def _head(minutes: Minutes, talk: Talk, asking: Asking) -> str:
    if len(talk.askings) == 1 and asking.round == 1:
        return minutes.gettext("What was answered")
    if asking.round == 1:
        return minutes.gettext("What was answered when it was first asked")
    return minutes.gettext("What was answered in round %(number)s", number=asking.round)


def _draw(
    minutes: Minutes,
    shown: tuple[Board, Reveal],
    head: str,
    parts: tuple[PartOfRoom, ...],
    *,
    family: str,
) -> Votes:
    gettext, (board, reveal) = minutes.gettext, shown
    many = gettext("Ticked by") if reveal.kind == "multi" else gettext("How many")
    columns = tuple(Quote(part.name) if part.is_typed else part.name for part in parts)
    rows = [_draw_row(minutes, row, parts) for row in reveal.rows]
    for fact in reveal.facts:
        if fact.key in STATES:
            count = board.spread.states[STATES[fact.key]]
            rows.append(_draw_state(minutes, (fact, count), parts))
    return Votes((head, many, *columns), gettext("Middle"), tuple(rows), family)


def _draw_row(minutes: Minutes, row: AnswerRow, parts: tuple[PartOfRoom, ...]) -> VoteRow:
    none = show_number(0, minutes.translator)
    counted = [
        {(item.rank, item.text): item.shown for item in part.rows}.get((row.rank, row.text), none)
        for part in parts
    ]
    text = Quote(row.text.text) if row.is_typed else row.text
    return VoteRow(row.rank, text, row.count, row.shown, tuple(counted), row.is_middle)


def _draw_state(
    minutes: Minutes, counted: tuple[Fact, int], parts: tuple[PartOfRoom, ...]
) -> VoteRow:
    (fact, count), none = counted, show_number(0, minutes.translator)
    by_part = [{item.key: item.value for item in part.facts}.get(fact.key, none) for part in parts]
    return VoteRow("", fact.label, count, fact.value, tuple(by_part), is_value=False)


def _say_facts(minutes: Minutes, facts: tuple[Fact, ...]) -> str:
    said = [_say_fact(minutes, fact.label, fact.value) for fact in facts if fact.key not in STATES]
    return separate(said, minutes.translator.code)


def _say_fact(minutes: Minutes, label: str, value: str) -> str:
    return minutes.gettext("%(label)s: %(value)s", label=label, value=value)


def _break_down(minutes: Minutes, parts: tuple[PartOfRoom, ...]) -> Table:
    gettext = minutes.gettext
    columns = (
        Column(gettext("Role"), width=30),
        Column(gettext("Answers"), width=16),
        Column(gettext("What was answered")),
    )
    rows = tuple(
        Row(
            (
                Quote(part.name) if part.is_typed else part.name,
                part.said,
                _say_part(minutes, part),
            )
        )
        for part in parts
    )
    return Table(gettext("By role"), columns, rows, is_small=True)


def _say_part(minutes: Minutes, part: PartOfRoom) -> str:
    said = [_say_fact(minutes, _name_row(minutes, row), row.shown) for row in part.rows]
    said += [_say_fact(minutes, fact.label, fact.value) for fact in part.facts]
    return separate(said, minutes.translator.code)


def _name_row(minutes: Minutes, row: AnswerRow) -> str:
    if row.rank:
        return minutes.gettext("Level %(level)s", level=row.rank)
    return row.text.as_text(minutes.translator)
