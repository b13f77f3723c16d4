"""The cover: which country, which toolkit, which scores, made from what, and whose opinion not."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.punctuation import separate
from app.presentation.report.material import Material
from app.presentation.report.statement import (
    say_data_position,
    say_file_position,
    say_names,
    say_position,
    say_team_position,
)
from app.presentation.report.structure import Cover, Mark, Pair, Text
from app.presentation.report.team import Team
from app.presentation.view.assessment.naming import name_round, say_period
from app.presentation.view.status import STATUS_WORDS
from app.presentation.view.wording import UNREVIEWED, UNREVIEWED_DATA
from app.presentation.words import say_evidence

PRODUCT: Final = "eready"


def build_cover(material: Material) -> Cover:
    """Build the first page."""
    return Cover(
        publisher=Markup("{} · {}").format(
            PRODUCT, material.wording.title.as_markup(material.translator)
        ),
        title=material.country_phrase,
        lines=_list_lines(material),
        strip_name=_name_strip(material),
        marks=_list_marks(material),
        facts=tuple(_list_facts(material)),
        statement=say_whose_position(material),
        small_print=tuple(_list_small_print(material)),
    )


def say_whose_position(material: Material) -> str:
    """Say in full whose position the report is not."""
    if material.result is None:
        return say_data_position(material.country_name, material.translator)
    if material.team is not None:
        return say_team_position(
            material.country_name, material.approved_words, material.translator
        )
    if material.is_of_file:
        return say_file_position(material.translator)
    return say_position(material.country_name, material.translator)


def _list_small_print(material: Material) -> Iterator[Text]:
    yield material.wording.phrase(material.toolkit.disclaimer)
    if not material.wording.is_reviewed:
        yield material.gettext(UNREVIEWED)
    if material.wording.lacks_review_of_names:
        yield material.gettext(UNREVIEWED_DATA)
    yield say_names(material.translator)


def _list_lines(material: Material) -> tuple[Text, ...]:
    if material.team is not None:
        return tuple(_list_team_lines(material, material.team))
    if material.is_full:
        return (material.gettext("Readiness assessment"), material.day_words)
    if material.result:
        return (material.gettext("Readiness quick-check"), material.day_words)
    return (material.gettext("Readiness by published figures"), material.day_words)


def _list_team_lines(material: Material, team: Team) -> Iterator[Text]:
    yield material.gettext("Readiness assessment")
    if team.title:
        yield Phrase(team.title, team.language)
    yield name_round(team.round, material.translator)
    period = say_period(*team.period, material.translator)
    if period:
        yield period
    if team.is_draft:
        yield material.gettext("Draft")


def _name_strip(material: Material) -> str:
    if material.result:
        return material.gettext("Scores by judgement, from 0 to 100")
    return material.gettext("Scores by published figures, from 0 to 100")


def _list_marks(material: Material) -> tuple[Mark, ...]:
    view = material.result or material.data
    return tuple(
        Mark(
            label=pillar.title,
            value=pillar.score,
            detail=pillar.band or material.gettext("no value"),
            family=pillar.family,
        )
        for pillar in (view.pillars if view else ())
    )


def say_toolkit(material: Material) -> str:
    """Name the toolkit's version and how far it has come."""
    toolkit = material.toolkit
    return material.gettext(
        "%(title)s, version %(version)s, %(status)s",
        title=material.wording.phrase(toolkit.title).as_markup(material.translator),
        version=toolkit.version,
        status=material.gettext(STATUS_WORDS[toolkit.status]),
    )


def say_edition(material: Material) -> str:
    """Name the edition of the published figures."""
    edition = material.edition
    return material.gettext(
        "edition %(id)s of %(date)s",
        id=edition.short,
        date=show_date(edition.date, material.translator),
    )


def _list_facts(material: Material) -> Iterator[Pair]:
    gettext, result = material.gettext, material.result
    yield Pair(gettext("Toolkit"), say_toolkit(material))
    if result:
        made_from = separate((result.answered_words, result.mode), material.translator.code)
        yield Pair(gettext("Made from"), made_from)
        tally = result.tally
        shown = len(material.team.evidenced) if material.team else tally.with_link
        evidence = say_evidence(shown, tally.answered, material.translator)
        yield Pair(gettext("Evidence"), evidence)
    if material.data:
        named = (material.data.counted, say_edition(material))
        figures = separate(named, material.translator.code)
        yield Pair(gettext("Published figures"), figures)
    if material.team is not None:
        yield from _list_team_facts(material, material.team)
        return
    is_private = result and not material.is_of_file
    status = gettext("Private, not reviewed") if is_private else gettext("Not reviewed")
    yield Pair(gettext("Status"), status)
    if is_private and material.answered_on:
        yield Pair(gettext("Last answer"), material.day_words)


def _list_team_facts(material: Material, team: Team) -> Iterator[Pair]:
    gettext = material.gettext
    if team.approved_on is None:
        state = gettext("Draft: %(state)s", state=gettext(team.state))
    else:
        state = gettext("Approved on %(day)s", day=material.approved_words)
    yield Pair(gettext("Status"), state)
    yield Pair(gettext("Last answer"), material.day_words)
