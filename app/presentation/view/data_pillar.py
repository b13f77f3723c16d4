"""The pillars by data, with every figure behind them."""

from app.definition.index import IndexLeaf, IndexNode
from app.presentation.number import (
    MISSING,
    show_coverage,
    show_range,
    show_score,
    show_score_in_band,
    show_value,
    show_years,
)
from app.presentation.view.data_model import DataPillar, DataWording, FigureRow
from app.presentation.words import say_figures
from app.reference import Country
from app.scoring import IndexNodeScore, band_of


def build_pillar(parts: DataWording, node: IndexNode) -> DataPillar:
    """Build one pillar with its figures."""
    translator = parts.wording.translator
    own = parts.desk.of(parts.country.iso3)
    score = own[node.id]
    band = None if score.score is None else band_of(parts.bands, score.score)
    leaves = tuple(part for part in node.of if isinstance(part, IndexLeaf))
    seen = [parts.desk.observation(parts.country.iso3, leaf.id) for leaf in leaves]
    years = sorted(item.year for item in seen if item is not None)
    return DataPillar(
        id=node.id,
        family=node.family or "",
        title=parts.wording.phrase(node.title),
        value=score.score,
        low=score.low,
        high=score.high,
        score=show_score_in_band(score.score, translator, bands=parts.bands),
        band=parts.wording.band_name(band),
        coverage=show_coverage(score.coverage, translator),
        range=show_range(score.low, score.high, translator=translator),
        counted=say_figures(score.counted, score.applicable, translator),
        years=show_years(years[0], years[-1], translator=translator) if years else MISSING,
        missing_reason=_explain_missing(parts, score),
        figures=tuple(_build_figure(parts, leaf, own[leaf.id]) for leaf in leaves),
    )


def _explain_missing(parts: DataWording, score: IndexNodeScore) -> str:
    if score.score is not None:
        return ""
    translator = parts.wording.translator
    return translator.gettext(
        "Not shown: %(coverage)s of the weight has a figure, too little for a score.",
        coverage=show_coverage(score.coverage, translator),
    )


def _build_figure(parts: DataWording, leaf: IndexLeaf, score: IndexNodeScore) -> FigureRow:
    wording, reference = parts.wording, parts.desk.reference
    indicator = reference.indicators.get(leaf.id)
    seen = parts.desk.observation(parts.country.iso3, leaf.id)
    attribution = reference.attribution(seen) if seen else None
    return FigureRow(
        id=leaf.id,
        title=wording.leaf_title(leaf, indicator),
        value=show_value(seen.value if seen else None, wording.translator),
        unit=wording.leaf_unit(leaf, indicator),
        year=str(seen.year) if seen else MISSING,
        score=show_score(score.score, wording.translator),
        share=score.score,
        source=attribution.text if attribution else "",
        source_url=attribution.url if attribution else "",
        licence=attribution.licence.title if attribution else "",
        is_missing=score.score is None,
        is_old=bool(seen and reference.is_old(seen)),
        reason=_explain_gap(parts, leaf),
        peers=tuple(
            show_value(_value_of(parts, other, leaf), wording.translator) for other in parts.compare
        ),
    )


def _value_of(parts: DataWording, country: Country, leaf: IndexLeaf) -> float | None:
    seen = parts.desk.observation(country.iso3, leaf.id)
    return seen.value if seen else None


def _explain_gap(parts: DataWording, leaf: IndexLeaf) -> str:
    """Say why a figure does not count, empty if it does."""
    translator = parts.wording.translator
    if leaf.exclude and parts.country.iso3 in leaf.exclude.codes:
        reason = parts.wording.phrase(leaf.exclude.reason).as_text(translator)
        return translator.gettext("Left out: %(reason)s", reason=reason)
    if parts.desk.observation(parts.country.iso3, leaf.id):
        return ""
    for removal in parts.desk.reference.removals:
        if leaf.id in removal.indicators:
            licence = parts.desk.reference.licences[removal.licence].title
            return translator.gettext(
                "This installation does not carry figures under the licence %(licence)s.",
                licence=licence,
            )
    newest = parts.desk.reference.latest(leaf.id, parts.country.iso3)
    if newest:
        return translator.gettext("The newest figure, of %(year)s, is too old.", year=newest.year)
    return translator.gettext("There is no figure in these data.")
