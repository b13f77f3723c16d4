"""The summary of a workshop: how far it came, where it was most divided, and what it scores."""

from collections.abc import Iterator
from typing import Final

from app.presentation.number import show_number
from app.presentation.report.pillar import list_columns, tell_pillar, tell_whole
from app.presentation.report.structure import (
    Block,
    Counts,
    Heading,
    Item,
    ItemList,
    Pair,
    Paragraph,
    Section,
    Table,
)
from app.presentation.report.workshop import Minutes, Talk
from app.presentation.report.workshop_words import (
    OUTCOMES,
    find_outcome,
    name_question,
    say_in_sentence,
    say_outcome,
)
from app.presentation.view.result_model import ResultView
from app.presentation.view.workshop.reveal import say_consensus
from app.response.workshop.board import order_by_spread

MOST_DIVIDED: Final = 5


def build_workshop_summary(minutes: Minutes) -> Section:
    """Build the summary."""
    blocks = (*_say_how_far(minutes), *_list_divided(minutes), *_score(minutes))
    return Section("summary", minutes.gettext("In one page"), blocks, starts_page=True)


def _say_how_far(minutes: Minutes) -> Iterator[Block]:
    people = minutes.ngettext(
        "%(num)s person took part.", "%(num)s people took part.", minutes.people.count
    )
    talked = minutes.ngettext(
        "The room talked over %(talked)s of %(num)s question.",
        "The room talked over %(talked)s of %(num)s questions.",
        len(minutes.talks),
        talked=show_number(len(minutes.shown), minutes.translator),
    )
    yield Paragraph(minutes.translator.gap.join((people, talked)), "lead")
    yield count_outcomes(minutes)


def count_outcomes(minutes: Minutes) -> Counts:
    """Count what became of the questions of the room."""
    found = [find_outcome(talk) for talk in minutes.talks]
    return Counts(
        tuple(
            Pair(minutes.gettext(words), show_number(found.count(name), minutes.translator))
            for name, words in OUTCOMES.items()
        )
    )


def find_divided(minutes: Minutes) -> tuple[Talk, ...]:
    """Give the questions on which the room was furthest apart when first asked, the widest first.

    One on which all said the same is none of them.
    """
    first = {
        talk.question: talk.askings[0].board.spread
        for talk in minutes.shown
        if talk.askings[0].board.is_shown
    }
    divided = {
        name: spread
        for name, spread in first.items()
        if spread.consensus is not None and len(spread.tallies) > 1
    }
    order = order_by_spread(divided)[:MOST_DIVIDED]
    talks = {talk.question: talk for talk in minutes.shown}
    return tuple(talks[name] for name in order)


def _list_divided(minutes: Minutes) -> Iterator[Block]:
    divided = find_divided(minutes)
    if not divided:
        return
    yield Heading(minutes.gettext("Where the room was furthest apart at first"))
    yield ItemList(tuple(_tell_divided(minutes, talk) for talk in divided), is_ordered=True)


def _tell_divided(minutes: Minutes, talk: Talk) -> Item:
    consensus = minutes.gettext(
        "%(label)s: %(value)s",
        label=minutes.gettext("Consensus"),
        value=say_consensus(minutes.translator, talk.askings[0].board.spread),
    )
    became = say_outcome(minutes, talk)
    answer = talk.agreement.answer if talk.agreement else None
    if answer is not None:
        became = minutes.gettext(
            "%(outcome)s: %(answer)s",
            outcome=became,
            answer=say_in_sentence(minutes, talk.question, answer),
        )
    family = _find_family(minutes, talk)
    return Item(name_question(minutes, talk.question), details=(consensus, became), family=family)


def _find_family(minutes: Minutes, talk: Talk) -> str:
    pillars = {pillar.id: pillar.family for pillar in minutes.base.toolkit.pillars}
    return pillars[talk.pillar]


def _score(minutes: Minutes) -> Iterator[Block]:
    result = minutes.base.result
    if result is None:
        return
    yield Heading(minutes.gettext("Scores of what the room agreed"))
    yield _list_pillars(minutes, result)
    yield Paragraph(
        minutes.gettext(
            "A score rests on the questions the room agreed on, and on nothing else. The range "
            "shows what the others could still make of it."
        ),
        "quiet",
    )


def _list_pillars(minutes: Minutes, result: ResultView) -> Table:
    translator = minutes.translator
    rows = [tell_pillar(item, translator) for item in result.pillars if item.id in minutes.pillars]
    if len(rows) == len(result.pillars):
        rows.append(tell_whole(result, translator, is_strong=True))
    caption = minutes.gettext("Pillars by what the room agreed")
    return Table(caption, list_columns(translator), tuple(rows))
