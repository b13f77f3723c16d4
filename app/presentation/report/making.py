"""How the report was made, and how its scores are to be read."""

from collections.abc import Iterator

from app.presentation.language import Translator
from app.presentation.number import show_number, show_range
from app.presentation.report.cover import say_edition, say_whose_position
from app.presentation.report.material import Material
from app.presentation.report.people import tell_people
from app.presentation.report.structure import (
    Block,
    Column,
    Counts,
    Heading,
    Item,
    ItemList,
    Note,
    Pair,
    Paragraph,
    Row,
    Section,
    Table,
)
from app.presentation.view.result_model import Tally


def build_making(material: Material) -> Section:
    """Say what this report is and what it rests on."""
    blocks = (*_explain_kind(material), *_count_answers(material), *_name_figures(material))
    title = material.gettext("How this report was made")
    return Section("making", title, blocks, starts_page=material.result is not None)


def list_bands(material: Material) -> tuple[Block, ...]:
    """Say how the scores are to be read: every band with its limits and its meaning."""
    gettext = material.gettext
    bands = material.toolkit.scoring.bands
    ends = (*(band.from_ for band in bands[1:]), 100.0)
    rows = tuple(
        Row(
            (
                material.wording.phrase(band.name),
                show_range(band.from_, end, translator=material.translator),
                material.wording.phrase(band.meaning),
            )
        )
        for band, end in zip(bands, ends, strict=True)
    )
    columns = (
        Column(gettext("Band"), width=18),
        Column(gettext("Scores"), width=14),
        Column(gettext("What it means")),
    )
    return (
        Heading(gettext("How to read the scores")),
        Paragraph(
            gettext(
                "Scores run from 0 to 100. A band is named before its number, because the number "
                "is no more exact than the answers it rests on. A band begins at its lower limit."
            )
        ),
        Table(gettext("Bands"), columns, rows),
        ItemList(tuple(Item(rule) for rule in _list_rules(material))),
    )


def _list_rules(material: Material) -> Iterator[str]:
    """Say what coverage and range mean, and what becomes of what is not known."""
    gettext = material.gettext
    yield gettext(
        "Coverage is the share of the weight that is answered, or has a figure. A score is "
        "shown only from a least coverage on; below it the place stays empty and says why."
    )
    yield gettext(
        "The range shows the least and the greatest score that the missing answers or figures "
        "could still make of it."
    )
    if material.result:
        yield gettext(
            "“Not known” and “not answered” leave the score alone and lower the coverage. “Does "
            "not apply” leaves the sum and is listed with its reason."
        )


def _explain_kind(material: Material) -> Iterator[Block]:
    yield Paragraph(_say_kind(material))
    yield Note(say_whose_position(material))


def _say_kind(material: Material) -> str:
    translator = material.translator
    if material.result is None:
        return material.gettext(
            "Nobody was asked. A program laid published figures of %(country)s on the pillars "
            "of the toolkit. What has no published figure is not seen here.",
            country=material.country_name,
        )
    counts = (material.result.tally.asked, len(material.toolkit.questions))
    if material.team is not None:
        return _say_team(counts[0], material)
    say = _say_file if material.is_of_file else _say_check
    return say(*counts, translator)


def _say_file(asked: int, total: int, translator: Translator) -> str:
    return translator.ngettext(
        "%(num)s question of the %(all)s that the toolkit holds was asked. The answers were read "
        "from a file; who gave them, and whether anybody reviewed them, the program cannot tell.",
        "%(num)s questions of the %(all)s that the toolkit holds were asked. The answers were "
        "read from a file; who gave them, and whether anybody reviewed them, the program cannot "
        "tell.",
        asked,
        all=total,
    )


def _say_check(asked: int, total: int, translator: Translator) -> str:
    return translator.ngettext(
        "A quick-check asks %(num)s question of the %(all)s that the toolkit holds. One person "
        "answered by judgement; nobody reviewed it. It shows where to look first and does not "
        "take the place of an assessment by a country team with evidence.",
        "A quick-check asks %(num)s questions of the %(all)s that the toolkit holds. One "
        "person answered by judgement; nobody reviewed it. It shows where to look first and "
        "does not take the place of an assessment by a country team with evidence.",
        asked,
        all=total,
    )


def _say_team(asked: int, material: Material) -> str:
    return material.translator.ngettext(
        "%(num)s question was asked. The team of %(unit)s answered, by what its members know and "
        "by evidence.",
        "%(num)s questions were asked. The team of %(unit)s answered, by what its members know "
        "and by evidence.",
        asked,
        unit=material.country_name,
    )


def _count_answers(material: Material) -> Iterator[Block]:
    if material.result:
        yield Counts(tuple(_list_counts(material, material.result.tally)))


def _list_counts(material: Material, tally: Tally) -> Iterator[Pair]:
    gettext, translator = material.gettext, material.translator
    counts = (
        (gettext("Asked"), tally.asked),
        (gettext("Answered"), tally.answered),
        (gettext("Not known"), tally.unknown),
        (gettext("Does not apply"), tally.not_applicable),
        (gettext("Not answered"), tally.blank),
        (gettext("Published figures taken over"), tally.published),
        (gettext("With a note"), tally.with_note),
        _count_evidence(material, tally),
    )
    for name, count in counts:
        yield Pair(name, show_number(count, translator))


def _count_evidence(material: Material, tally: Tally) -> tuple[str, int]:
    if material.team is not None:
        return material.gettext("With evidence"), len(material.team.evidenced)
    return material.gettext("With a link to evidence"), tally.with_link


def _say_no_figures(material: Material) -> str:
    if material.toolkit.index("by-data") is None:
        return material.gettext(
            "This toolkit has no index of published figures: judgement stands alone here."
        )
    return material.gettext("No published figures could be laid beside these answers.")


def _name_figures(material: Material) -> Iterator[Block]:
    gettext, data = material.gettext, material.data
    if material.team is not None:
        yield from tell_people(material, material.team)
        return
    if data is None:
        yield Paragraph(_say_no_figures(material))
        return
    yield Paragraph(
        gettext(
            "Published figures are those of %(edition)s of the data; %(counted)s are there, which "
            "is a coverage of %(coverage)s.",
            edition=say_edition(material),
            counted=data.counted,
            coverage=data.coverage,
        )
    )
    if data.gone:
        yield ItemList(tuple(Item(sentence) for sentence in data.gone))
