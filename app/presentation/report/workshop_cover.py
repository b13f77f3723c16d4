"""The cover of a workshop's report: whose room, when and where, how many, and whose opinion not."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from app.presentation.language import N_, Phrase
from app.presentation.number import show_date, show_number
from app.presentation.report.cover import PRODUCT, say_toolkit
from app.presentation.report.statement import say_names
from app.presentation.report.structure import Cell, Cover, Mark, Pair, Quote, Text
from app.presentation.report.workshop import Minutes
from app.presentation.view.wording import UNREVIEWED
from app.presentation.view.workshop.plan_reading import ANONYMITY_WORDS

PRACTICE: Final = "practice"
KINDS: Final = {
    "assessment": N_("Workshop of an assessment"),
    "stand-alone": N_("Workshop"),
    PRACTICE: N_("Workshop for practice"),
}


def build_workshop_cover(minutes: Minutes) -> Cover:
    """Build the first page."""
    base = minutes.base
    return Cover(
        publisher=Markup("{} · {}").format(PRODUCT, minutes.wording.title.as_markup(
            minutes.translator)),
        title=base.country_phrase,
        lines=tuple(_list_lines(minutes)),
        strip_name=minutes.gettext("Scores of what the room agreed, from 0 to 100"),
        marks=tuple(_list_marks(minutes)),
        facts=tuple(_list_facts(minutes)),
        statement=say_room_position(minutes),
        small_print=tuple(_list_small_print(minutes)),
    )  # fmt: skip


def say_room_position(minutes: Minutes) -> str:
    """Say in full whose position the report is not."""
    if minutes.kind == PRACTICE:
        return minutes.gettext(
            "This workshop was held for practice with simulated participants. What stands here "
            "says nothing about %(unit)s.",
            unit=minutes.base.country_name,
        )
    if not minutes.is_over:
        return minutes.gettext(
            "This is a draft: the workshop is not over. What stands here is what the people in the "
            "room said and agreed so far; it is nobody’s official position."
        )
    return minutes.gettext(
        "What stands here is what the people in the room said and agreed. It is nobody’s official "
        "position."
    )


def say_room_position_briefly(minutes: Minutes) -> str:
    """Say the same in one line, for the foot of every page."""
    if minutes.kind == PRACTICE:
        return minutes.gettext("Practice with simulated participants")
    if not minutes.is_over:
        return minutes.gettext("Draft of a workshop that is not over, no official position")
    return minutes.gettext("What a room said and agreed, no official position")


def say_day(minutes: Minutes) -> str:
    """Say the day of the workshop: that of the plan, else that of the last act."""
    return show_date(minutes.day or minutes.last_day, minutes.translator)


def _list_lines(minutes: Minutes) -> Iterator[Text]:
    yield minutes.gettext(KINDS[minutes.kind])
    yield Phrase(minutes.title, minutes.language)
    yield say_day(minutes)
    if not minutes.is_over:
        yield minutes.gettext("Draft")


def _list_marks(minutes: Minutes) -> Iterator[Mark]:
    result = minutes.base.result
    for pillar in result.pillars if result else ():
        if pillar.id in minutes.pillars:
            detail = pillar.band or minutes.gettext("no value")
            yield Mark(pillar.title, pillar.score, detail, pillar.family)


def _list_facts(minutes: Minutes) -> Iterator[Pair]:
    gettext = minutes.gettext
    yield Pair(gettext("Toolkit"), say_toolkit(minutes.base))
    yield Pair(gettext("Participants"), show_number(minutes.people.count, minutes.translator))
    if minutes.place:
        place: Cell = Quote(minutes.place)
        yield Pair(gettext("Place"), place)
    anonymity = gettext(ANONYMITY_WORDS[minutes.anonymity][0])
    yield Pair(gettext("Kind of session"), anonymity)
    status = gettext("Ended") if minutes.is_over else gettext("Draft: the workshop goes on")
    yield Pair(gettext("Status"), status)
    yield Pair(gettext("As of"), show_date(minutes.last_day, minutes.translator))


def _list_small_print(minutes: Minutes) -> Iterator[Text]:
    yield minutes.wording.phrase(minutes.base.toolkit.disclaimer)
    if not minutes.wording.is_reviewed:
        yield minutes.gettext(UNREVIEWED)
    yield say_names(minutes.translator)
