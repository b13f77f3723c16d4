"""The method: how answers and figures became scores, so that anyone can do the sum again."""

from collections.abc import Iterator

from app.presentation.report.cover import say_edition
from app.presentation.report.material import Material
from app.presentation.report.structure import (
    Block,
    Column,
    Definitions,
    Heading,
    Item,
    ItemList,
    Pair,
    Paragraph,
    Row,
    Section,
    Table,
)
from app.presentation.view.explanation import ExplanationView

SHORT_HASH = 16


def build_method(material: Material) -> Section:
    """Build the chapter of method."""
    blocks = (
        *_explain_whole(material),
        *_list_rules(material),
        *_name_versions(material),
    )
    return Section("method", material.gettext("Method"), blocks)


def _explain_whole(material: Material) -> Iterator[Block]:
    if material.whole is None:
        return
    yield Heading(material.gettext("How the whole came about"))
    yield Paragraph(material.whole.formula)
    yield _tabulate(material, material.whole)
    yield Paragraph(
        material.gettext(
            "The contributions add up to %(sum)s; the exact value is %(exact)s and is shown as "
            "%(score)s.",
            sum=material.whole.sum,
            exact=material.whole.exact,
            score=material.whole.score,
        ),
        "quiet",
    )
    for gate in material.whole.gates:
        yield Paragraph(gate, "quiet")


def _tabulate(material: Material, whole: ExplanationView) -> Table:
    gettext = material.gettext
    columns = (
        Column(gettext("Pillar")),
        Column(gettext("Weight"), is_number=True, width=13),
        Column(gettext("Share"), is_number=True, width=13),
        Column(gettext("Score"), is_number=True, width=13),
        Column(gettext("Contribution"), is_number=True, width=18),
    )
    rows = tuple(
        Row((row.title, row.weight, row.share, row.score, row.contribution)) for row in whole.rows
    )
    return Table(gettext("From pillars to the whole"), columns, rows)


def _say_points(material: Material) -> str:
    if material.is_full:
        return material.gettext(
            "A question answered by level has 100 × level / highest level points; a number is "
            "laid between its goalposts. Pillars and topics are put together from the questions "
            "below them by the toolkit’s own methods and weights."
        )
    return material.gettext(
        "A question answered by level has 100 × level / highest level points; a number is "
        "laid between its goalposts. In the quick-check a pillar is the weighted mean of "
        "the questions asked."
    )


def _list_rules(material: Material) -> Iterator[Block]:
    gettext = material.gettext
    rules = [
        gettext(
            "Numbers are rounded once, when they are printed, half away from zero; bands are found "
            "from the full value. Files for download carry the full values."
        )
    ]
    if material.result:
        rules.insert(0, _say_points(material))
    if material.data:
        rules.append(
            gettext(
                "By published figures each figure is laid between two fixed goalposts from 0 to "
                "100; a pillar is the weighted mean of its figures. A group’s middle is the "
                "unweighted median."
            )
        )
    yield Heading(gettext("Rules"))
    yield ItemList(tuple(Item(rule) for rule in rules))
    if material.data and material.data.index_note.text:
        yield Paragraph(material.data.index_note)


def _name_versions(material: Material) -> Iterator[Block]:
    gettext, toolkit = material.gettext, material.toolkit
    version = gettext(
        "%(id)s %(version)s, content %(hash)s",
        id=toolkit.id,
        version=toolkit.version,
        hash=toolkit.content_hash[:SHORT_HASH],
    )
    yield Heading(gettext("Versions"))
    yield Definitions(
        (
            Pair(gettext("Toolkit"), version),
            Pair(gettext("Data"), say_edition(material)),
            Pair(gettext("Scoring engine"), material.engine),
        )
    )
