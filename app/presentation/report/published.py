"""Published figures: every value with unit, year and source, and what is missing."""

from collections.abc import Iterator

from app.presentation.number import MISSING, choose_decimals, show_value
from app.presentation.report.material import Material, join_names
from app.presentation.report.structure import (
    Block,
    Cell,
    Column,
    Heading,
    Item,
    ItemList,
    Link,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from app.presentation.view.data_model import DataView, FigureRow


def build_published(material: Material) -> Section | None:
    """Build the chapter of published figures; None where the toolkit has no index of them."""
    data = material.data
    if data is None:
        return None
    sources = _number_sources(data)
    blocks: tuple[Block, ...] = (
        Paragraph(
            material.gettext(
                "Each figure is the newest one published. Its scale runs from the value that has 0 "
                "points to the one that has 100; points say where the figure lies on it."
            )
        ),
        _list_figures(material, data, sources),
        *_list_gaps(material, data),
        *_list_sources(material, sources),
    )
    return Section("figures", material.gettext("Published figures"), blocks)


def _number_sources(data: DataView) -> dict[tuple[str, str, str], int]:
    """Number the sources in the order in which they are met: text, address, licence."""
    numbers: dict[tuple[str, str, str], int] = {}
    for pillar in data.pillars:
        for figure in pillar.figures:
            if figure.source:
                key = (figure.source, figure.source_url, figure.licence)
                numbers.setdefault(key, len(numbers) + 1)
    return numbers


def _list_figures(
    material: Material, data: DataView, sources: dict[tuple[str, str, str], int]
) -> Table:
    gettext = material.gettext
    columns = (
        Column(gettext("Figure")),
        Column(gettext("Value"), is_number=True, width=9),
        Column(gettext("Unit"), width=18),
        Column(gettext("Year"), is_number=True, width=8),
        Column(gettext("Points"), is_number=True, width=7),
        Column(gettext("Weight"), is_number=True, width=7),
        Column(gettext("Scale"), is_number=True, width=14),
        Column(gettext("Source"), is_number=True, width=7),
    )
    rows: list[Row] = []
    for pillar in data.pillars:
        rows.append(Row((pillar.title,), pillar.family, is_group=True))
        for figure in pillar.figures:
            number = sources.get((figure.source, figure.source_url, figure.licence))
            rows.append(Row(_figure_cells(material, figure, number)))
    return Table(gettext("Figures by pillar"), columns, tuple(rows), is_small=True)


def _figure_cells(material: Material, figure: FigureRow, number: int | None) -> tuple[Cell, ...]:
    year = figure.year
    if figure.is_old:
        year = material.gettext("%(year)s, old", year=year)
    value: Text = figure.value if figure.value != MISSING else material.gettext("missing")
    weight, scale = _show_scale(material, figure.id)
    source = f"[{number}]" if number else MISSING
    return (figure.title, value, figure.unit, year, figure.score, weight, scale, source)


def _show_scale(material: Material, leaf_id: str) -> tuple[str, str]:
    """Show the weight of a figure, and where its scale has 0 and 100 points."""
    if material.desk is None:
        return "", ""
    translator = material.translator
    leaf = next(leaf for leaf in material.desk.index.leaves if leaf.id == leaf_id)
    weight = show_value(leaf.weight, translator)
    if leaf.normalise is None or leaf.normalise.minimum is None or leaf.normalise.maximum is None:
        return weight, MISSING
    ends = (leaf.normalise.minimum, leaf.normalise.maximum)
    worst, best = ends if leaf.direction == "higher" else ends[::-1]
    decimals = choose_decimals(ends)
    scale = material.gettext(
        "%(worst)s to %(best)s",
        worst=show_value(worst, translator, decimals=decimals),
        best=show_value(best, translator, decimals=decimals),
    )
    return weight, scale


def _list_gaps(material: Material, data: DataView) -> Iterator[Block]:
    """List what is missing, by reason."""
    translator = material.translator
    by_reason: dict[str, list[str]] = {}
    for pillar in data.pillars:
        for figure in pillar.figures:
            if figure.is_missing and figure.reason:
                name = figure.title.as_markup(translator, "span")
                by_reason.setdefault(figure.reason, []).append(name)
    if by_reason:
        yield Heading(material.gettext("Missing figures"))
        yield ItemList(
            tuple(
                Item(reason, details=(join_names(names, translator),))
                for reason, names in by_reason.items()
            )
        )


def _list_sources(material: Material, sources: dict[tuple[str, str, str], int]) -> Iterator[Block]:
    if not sources:
        return
    gettext = material.gettext
    columns = (
        Column(gettext("Number"), width=10),
        Column(gettext("Source and attribution")),
        Column(gettext("Licence"), width=30),
    )
    rows = tuple(
        Row((f"[{number}]", Link(text, url), licence))
        for (text, url, licence), number in sources.items()
    )
    yield Heading(gettext("Sources"))
    yield Table(gettext("Sources of the figures"), columns, rows, is_small=True)
    if material.data and any(f.is_old for p in material.data.pillars for f in p.figures):
        yield Paragraph(
            gettext("A figure is marked old when it is more than five years older than the data."),
            "quiet",
        )
