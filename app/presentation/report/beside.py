"""The country beside others: profile by published figures, pillars, and peers."""

from collections.abc import Iterator

from app.presentation.report.material import Material, join_names
from app.presentation.report.statement import say_names
from app.presentation.report.structure import (
    Block,
    Cell,
    Column,
    FigureBlock,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
)
from app.presentation.view.data_model import DataView, PeerRow


def build_beside(material: Material) -> Section | None:
    """Build the chapter of comparison; None where the toolkit has no index of figures."""
    data = material.data
    if data is None:
        return None
    blocks = (*_draw_data(material, data), *_compare(material, data))
    title = material.gettext("Beside published figures and other countries")
    return Section("beside", title, blocks)


def _draw_data(material: Material, data: DataView) -> Iterator[Block]:
    if material.result:
        yield Heading(data.profile.title)
        yield FigureBlock(data.profile)
    elif data.radar:
        yield Heading(data.radar.title)
        yield FigureBlock(data.radar)
    yield _list_pillars(material, data)
    by_reason: dict[str, list[str]] = {}
    for item in data.pillars:
        if item.missing_reason:
            name = item.title.as_markup(material.translator, "strong")
            by_reason.setdefault(item.missing_reason, []).append(name)
    for reason, names in by_reason.items():
        pillars = join_names(names, material.translator)
        words = material.gettext("%(pillars)s: %(reason)s", pillars=pillars, reason=reason)
        yield Paragraph(words, "quiet")


def _list_pillars(material: Material, data: DataView) -> Table:
    gettext = material.gettext
    columns = (
        Column(gettext("Pillar")),
        Column(gettext("Band"), width=18),
        Column(gettext("Score"), is_number=True, width=9),
        Column(gettext("Range"), is_number=True, width=11),
        Column(gettext("Coverage"), is_number=True, width=12),
        Column(gettext("Figures"), is_number=True, width=18),
        Column(gettext("Years"), is_number=True, width=13),
    )
    rows = [
        Row(
            (
                item.title,
                item.band or gettext("no value"),
                item.score,
                item.range,
                item.coverage,
                item.counted,
                item.years,
            ),
            item.family,
        )
        for item in data.pillars
    ]
    whole = (gettext("The whole"), data.band or gettext("no value"), data.total, data.range)
    rows.append(Row((*whole, data.coverage, data.counted, ""), is_strong=True))
    return Table(gettext("Pillars by published figures"), columns, tuple(rows))


def _compare(material: Material, data: DataView) -> Iterator[Block]:
    gettext = material.gettext
    peers = (*data.peers, *data.compared)
    if not peers:
        return
    width = 62 // (len(data.pillars) + 1)
    columns = (
        Column(gettext("Compared with")),
        Column(gettext("The whole"), is_number=True, width=width),
        *(Column(pillar.title, is_number=True, width=width) for pillar in data.pillars),
    )
    own: tuple[Cell, ...] = (
        material.country_phrase,
        data.total,
        *(pillar.score for pillar in data.pillars),
    )
    rows = (Row(own, is_strong=True), *(_compare_row(material, peer) for peer in peers))
    yield Heading(gettext("Beside other countries"))
    yield Table(gettext("Scores by published figures beside others"), columns, rows)
    yield Paragraph(
        gettext(
            "For a group the middle country (median) is given and, in brackets, what the middle "
            "half of its members score. A group with fewer than five values has none."
        ),
        "quiet",
    )
    yield Paragraph(say_names(material.translator), "quiet")
    for sentence in data.differences:
        yield Paragraph(sentence, "quiet")


def _compare_row(material: Material, peer: PeerRow) -> Row:
    """Give the scores of a peer; for a group the middle and what the middle half scores."""
    name = material.gettext("%(peer)s: %(note)s", peer=peer.name, note=peer.note)
    spreads = peer.spread or ("",) * len(peer.texts)
    cells: list[Cell] = [name, peer.total]
    for value, middle, spread in zip(peer.values, peer.texts, spreads, strict=True):
        is_group = bool(spread) and value is not None
        words = material.gettext("%(middle)s (%(spread)s)", middle=middle, spread=spread)
        cells.append(words if is_group else middle)
    return Row(tuple(cells))
