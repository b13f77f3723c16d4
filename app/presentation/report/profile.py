"""The profile: judgement, published figures and peers, pillar by pillar."""

from collections.abc import Iterator

from app.presentation.report.material import Material
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
from app.presentation.view.result_model import ResultView


def build_profile(material: Material) -> Section:
    """Build the chapter of profiles."""
    result, data = material.result, material.data
    blocks: list[Block] = []
    if result:
        blocks += [_list_pillars(material, result), *_draw_result(material, result)]
        blocks += _lay_beside(material, result) if data else ()
    if data:
        blocks += _draw_data(material, data)
        blocks += _compare(material, data)
    return Section(
        "profile", material.gettext("Profile"), tuple(blocks), starts_page=result is None
    )


def _list_pillars(material: Material, result: ResultView) -> Table:
    gettext = material.gettext
    columns = (
        Column(gettext("Pillar")),
        Column(gettext("Band"), width=18),
        Column(gettext("Score"), is_number=True, width=9),
        Column(gettext("Range"), is_number=True, width=11),
        Column(gettext("Coverage"), is_number=True, width=12),
        Column(gettext("Questions"), is_number=True, width=17),
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
            ),
            item.family,
        )
        for item in result.pillars
    ]
    whole = (gettext("The whole"), result.band or gettext("no value"), result.total, result.range)
    rows.append(Row((*whole, result.coverage, result.counted)))
    rows += [Row((title, "", score, "", "", counted)) for title, score, counted in result.views]
    return Table(gettext("Pillars by judgement"), columns, tuple(rows))


def _draw_result(material: Material, result: ResultView) -> Iterator[Block]:
    if result.radar:
        yield Heading(result.radar.title)
        yield FigureBlock(result.radar)
    yield Heading(result.strip.title)
    caption = material.gettext(
        "A cell for each question with the level reached; the bar below says the same by its "
        "length. The numbers are those of the annex."
    )
    yield FigureBlock(result.strip, caption)


def _lay_beside(material: Material, result: ResultView) -> Iterator[Block]:
    gettext = material.gettext
    yield Heading(gettext("Judgement beside published figures"))
    yield Paragraph(
        gettext(
            "Judgement and published figures see different things. Where they are 15 points or "
            "more apart, both are worth a second look."
        )
    )
    columns = (
        Column(gettext("Family")),
        Column(gettext("Judgement"), is_number=True, width=16),
        Column(gettext("Figures"), is_number=True, width=16),
        Column(gettext("Difference"), is_number=True, width=16),
        Column(gettext("Remark"), width=22),
    )
    rows = tuple(
        Row(
            (row.title, row.own, row.data, row.gap, gettext("far apart") if row.is_apart else ""),
            row.family,
        )
        for row in result.families
    )
    yield Table(gettext("Judgement beside published figures"), columns, rows)


def _draw_data(material: Material, data: DataView) -> Iterator[Block]:
    if material.result:
        yield Heading(data.profile.title)
        yield FigureBlock(data.profile)
    elif data.radar:
        yield Heading(material.gettext("Shape of the profile by published figures"))
        yield FigureBlock(data.radar)
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
    rows.append(Row((*whole, data.coverage, data.counted, "")))
    yield Table(gettext("Pillars by published figures"), columns, tuple(rows))
    for item in data.pillars:
        if item.missing_reason:
            words = gettext(
                "%(pillar)s: %(reason)s",
                pillar=item.title.as_markup(material.translator, "strong"),
                reason=item.missing_reason,
            )
            yield Paragraph(words, "quiet")


def _compare(material: Material, data: DataView) -> Iterator[Block]:
    gettext = material.gettext
    peers = (*data.peers, *data.compared)
    if not peers:
        return
    width = 60 // (len(data.pillars) + 1)
    columns = (
        Column(gettext("Compared with")),
        Column(gettext("The whole"), is_number=True, width=width),
        *(Column(pillar.title, is_number=True, width=width) for pillar in data.pillars),
    )
    own = (material.country_phrase, data.total, *(pillar.score for pillar in data.pillars))
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
    for sentence in data.differences:
        yield Paragraph(sentence, "quiet")


def _compare_row(material: Material, peer: PeerRow) -> Row:
    """Give the scores of a peer; for a group the middle and what the middle half scores."""
    name = material.gettext("%(peer)s: %(note)s", peer=peer.name, note=peer.note)
    spreads = peer.spread or ("",) * len(peer.texts)
    values = (
        material.gettext("%(middle)s (%(spread)s)", middle=middle, spread=spread)
        if spread and value is not None
        else middle
        for value, middle, spread in zip(peer.values, peer.texts, spreads, strict=True)
    )
    cells: list[Cell] = [name, peer.total, *values]
    return Row(tuple(cells))
