"""Published figures: every value with unit, year and source, and what is missing."""

from collections.abc import Iterator

from app.presentation.number import MISSING
from app.presentation.report.material import Material
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
                "Each figure is the newest one published. Points say where it lies on the scale of "
                "the index, from 0 to 100."
            )
        ),
        _list_figures(material, data, sources),
        *_list_gaps(material, data),
        *_list_sources(material, sources),
    )
    return Section("figures", material.gettext("Published figures"), blocks, starts_page=True)


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
        Column(gettext("Value"), is_number=True, width=12),
        Column(gettext("Unit"), width=24),
        Column(gettext("Year"), is_number=True, width=9),
        Column(gettext("Points"), is_number=True, width=10),
        Column(gettext("Source"), is_number=True, width=10),
    )
    rows: list[Row] = []
    for pillar in data.pillars:
        rows.append(Row((pillar.title,), pillar.family, is_group=True))
        for figure in pillar.figures:
            number = sources.get((figure.source, figure.source_url, figure.licence))
            rows.append(Row(_figure_cells(material, figure, number)))
    return Table(gettext("Figures by pillar"), columns, tuple(rows))


def _figure_cells(material: Material, figure: FigureRow, number: int | None) -> tuple[Cell, ...]:
    year = figure.year
    if figure.is_old:
        year = material.gettext("%(year)s, old", year=year)
    value: Text = figure.value if figure.value != MISSING else material.gettext("missing")
    return (
        figure.title,
        value,
        figure.unit,
        year,
        figure.score,
        f"[{number}]" if number else MISSING,
    )


def _list_gaps(material: Material, data: DataView) -> Iterator[Block]:
    gaps = [
        Item(
            material.gettext(
                "%(figure)s: %(reason)s",
                figure=figure.title.as_markup(material.translator, "strong"),
                reason=figure.reason,
            )
        )
        for pillar in data.pillars
        for figure in pillar.figures
        if figure.is_missing and figure.reason
    ]
    if gaps:
        yield Heading(material.gettext("Missing figures"))
        yield ItemList(tuple(gaps))


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
