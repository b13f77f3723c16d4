"""The method: how answers and figures became scores, so that anyone can do the sum again."""

from collections.abc import Iterator

from app.definition.index import IndexLeaf
from app.presentation.number import show_value
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
        *_list_goalposts(material),
        *_name_versions(material),
    )
    return Section(
        "method", material.gettext("Method"), blocks, starts_page=material.result is not None
    )


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


def _list_rules(material: Material) -> Iterator[Block]:
    gettext = material.gettext
    rules = [
        gettext(
            "Coverage is the share of the weight that is answered, or has a figure. A score is "
            "shown only from a least coverage on; below it the place stays empty and says why."
        ),
        gettext(
            "The range shows the least and the greatest score that the missing answers or figures "
            "could still make of it."
        ),
        gettext(
            "“Not known” and “not answered” leave the score alone and lower the coverage. “Does "
            "not apply” leaves the sum and is listed with its reason."
        ),
        gettext(
            "Numbers are rounded once, when they are printed, half away from zero; bands are found "
            "from the full value. Files for download carry the full values."
        ),
        gettext(
            "By published figures each figure is laid between two fixed goalposts from 0 to 100; a "
            "pillar is the weighted mean of its figures. A group’s middle is the unweighted median."
        ),
    ]
    if material.result:
        rules.insert(
            0,
            gettext(
                "A question answered by level has 100 × level / highest level points; a number is "
                "laid between its goalposts. In the quick-check a pillar is the weighted mean of "
                "the questions asked."
            ),
        )
    yield Heading(gettext("Rules"))
    yield ItemList(tuple(Item(rule) for rule in rules))
    if material.data and material.data.index_note.text:
        yield Paragraph(material.data.index_note)


def _list_goalposts(material: Material) -> Iterator[Block]:
    """List the weight of each published figure and where its scale begins and ends."""
    if material.desk is None:
        return
    gettext, wording = material.gettext, material.wording
    columns = (
        Column(gettext("Figure")),
        Column(gettext("Unit"), width=28),
        Column(gettext("Weight"), is_number=True, width=11),
        Column(gettext("0 points at"), is_number=True, width=14),
        Column(gettext("100 points at"), is_number=True, width=14),
    )
    rows: list[Row] = []
    for node in material.desk.index.nodes[1:]:
        rows.append(Row((wording.phrase(node.title),), node.family or "", is_group=True))
        rows += [_goalpost_row(material, leaf) for leaf in node.of if isinstance(leaf, IndexLeaf)]
    yield Table(
        gettext("Weights and goalposts of the figures"), columns, tuple(rows), is_small=True
    )


def _goalpost_row(material: Material, leaf: IndexLeaf) -> Row:
    translator, wording = material.translator, material.wording
    ends = (leaf.normalise.minimum, leaf.normalise.maximum) if leaf.normalise else (None, None)
    worst, best = ends if leaf.direction == "higher" else (ends[1], ends[0])
    indicator = material.reference.indicators.get(leaf.id)
    return Row(
        (
            wording.phrase(leaf.title or (indicator.name if indicator else leaf.id)),
            wording.phrase(leaf.unit or (indicator.unit if indicator else "")),
            show_value(leaf.weight, translator),
            show_value(worst, translator),
            show_value(best, translator),
        )
    )


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
