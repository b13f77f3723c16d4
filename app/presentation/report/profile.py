"""The profile: judgement, published figures and peers, pillar by pillar."""

from collections.abc import Iterator

from app.presentation.report.change import tell_change
from app.presentation.report.material import Material
from app.presentation.report.pillar import list_columns, tell_pillar, tell_whole
from app.presentation.report.structure import (
    Block,
    Column,
    FigureBlock,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
)
from app.presentation.view.result_model import ResultView


def build_profile(material: Material) -> Section | None:
    """Build the chapter of profiles by judgement; None in a report by data alone."""
    result = material.result
    if result is None:
        return None
    blocks = (
        _list_pillars(material, result),
        *(_lay_beside(material, result) if _has_figures(material, result) else ()),
        *(tell_change(material, material.team.previous) if material.team else ()),
        *_draw_result(material, result),
    )
    return Section("profile", material.gettext("Profile"), blocks)


def _has_figures(material: Material, result: ResultView) -> bool:
    if material.team is None:
        return material.data is not None
    return any(row.data_value is not None for row in result.families)


def _list_pillars(material: Material, result: ResultView) -> Table:
    translator = material.translator
    rows = [tell_pillar(item, translator) for item in result.pillars]
    rows.append(tell_whole(result, translator))
    rows += [Row((view.title, "", view.score, "", "", view.counted)) for view in result.views]
    return Table(material.gettext("Pillars by judgement"), list_columns(translator), tuple(rows))


def _draw_result(material: Material, result: ResultView) -> Iterator[Block]:
    yield Heading(result.strip.title)
    caption = material.gettext(
        "A cell for each question with the level reached; the bar below says the same by its "
        "length. The numbers are those of the annex."
    )
    yield FigureBlock(result.strip, caption)
    if result.radar:
        yield Heading(result.radar.title)
        yield FigureBlock(result.radar)


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
    yield Table(gettext("Families of pillars"), columns, rows)
