"""How a workshop was held, who took part, and by which method: nobody beside what they said."""

from collections.abc import Iterator

from app.presentation.number import show_number
from app.presentation.report.structure import (
    Block,
    Column,
    Definitions,
    Heading,
    Item,
    ItemList,
    Note,
    Pair,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
)
from app.presentation.report.workshop import Minutes, People
from app.presentation.report.workshop_cover import say_day, say_room_position
from app.presentation.report.workshop_words import tabulate_groups
from app.presentation.view.workshop.outlook import name_table
from app.presentation.view.workshop.plan_reading import ANONYMITY_WORDS
from app.response.workshop.board import LEAST, LEAST_NAMED


def build_workshop_making(minutes: Minutes) -> Section:
    """Say how the room worked and who was in it."""
    blocks = (
        Note(say_room_position(minutes)),
        *_explain(minutes),
        *_list_tables(minutes),
        *_tell_people(minutes),
    )
    title = minutes.gettext("How the room worked, and who was in it")
    return Section("making", title, blocks, starts_page=True)


def _explain(minutes: Minutes) -> Iterator[Block]:
    gettext = minutes.gettext
    name, words = ANONYMITY_WORDS[minutes.anonymity]
    pairs = [
        Pair(gettext("Day"), say_day(minutes)),
        Pair(gettext("Kind of session"), gettext(name)),
    ]
    if minutes.place:
        pairs.insert(1, Pair(gettext("Place"), Quote(minutes.place)))
    yield Definitions(tuple(pairs))
    yield Paragraph(gettext(words))
    yield Heading(gettext("Steps of each question"))
    steps = (
        gettext("Answer alone: everybody answers on a phone or on paper and sees nobody else’s."),
        gettext("Reveal: all see how the answers are spread, the widest disagreement first."),
        gettext("Talk: why the answers differ, and what is known."),
        gettext(
            "Agree: the table chooses a value; no mean is taken. It can agree, agree with a "
            "reservation, or find no agreement. A minority view is kept."
        ),
    )
    yield ItemList(tuple(Item(step) for step in steps), is_ordered=True)


def _list_tables(minutes: Minutes) -> Iterator[Block]:
    if len(minutes.seating) < 2:  # one table is the room
        return
    gettext, titles = minutes.gettext, {item.id: item for item in minutes.base.toolkit.pillars}
    columns = (Column(gettext("Table"), width=30), Column(gettext("Pillars")))
    rows = tuple(
        Row(
            (
                Quote(name_table(seat.number, seat.name, minutes.translator)),
                minutes.translator.join(
                    [
                        minutes.wording.pillar_title(titles[name]).as_text(minutes.translator)
                        for name in seat.pillars
                    ]
                ),
            )
        )
        for seat in minutes.seating
    )
    yield Table(gettext("Tables of the room"), columns, rows)


def _tell_people(minutes: Minutes) -> Iterator[Block]:
    yield Heading(minutes.gettext("Who took part"))
    yield Paragraph(minutes.translator.gap.join(_count_people(minutes, minutes.people)))
    for kind, groups in minutes.people.groups.items():
        yield tabulate_groups(minutes, kind, groups)
    if minutes.people.groups:
        yield Paragraph(_say_rule(minutes), "quiet")
    if minutes.people.named:
        yield _list_names(minutes)


def _count_people(minutes: Minutes, people: People) -> Iterator[str]:
    yield minutes.ngettext(
        "%(num)s person took part; %(planned)s were planned.",
        "%(num)s people took part; %(planned)s were planned.",
        people.count,
        planned=show_number(people.planned, minutes.translator),
    )
    if people.on_paper:
        yield minutes.ngettext(
            "%(num)s of them answered on paper.",
            "%(num)s of them answered on paper.",
            people.on_paper,
        )
    if people.simulated:
        yield minutes.ngettext(
            "%(num)s of them was simulated.", "%(num)s of them were simulated.", people.simulated
        )
    if people.erased:
        yield minutes.ngettext(
            "%(num)s of them took their details out and counts here by number alone.",
            "%(num)s of them took their details out and count here by number alone.",
            people.erased,
        )


def _say_rule(minutes: Minutes) -> str:
    least = LEAST_NAMED if minutes.anonymity == "named" else LEAST
    return minutes.ngettext(
        "A part of the room is shown from %(num)s person on; smaller ones stand among all others.",
        "A part of the room is shown from %(num)s people on; smaller ones stand among all others.",
        least,
    )


def _list_names(minutes: Minutes) -> Table:
    gettext = minutes.gettext
    columns = (Column(gettext("Name")), Column(gettext("Role"), width=45))
    rows = tuple(Row((Quote(item.name), Quote(item.role))) for item in minutes.people.named)
    return Table(gettext("Participants by name"), columns, rows)
