"""The quick-check by data: where published figures put a country, and every figure behind it."""

from collections.abc import Sequence
from datetime import date

from app.presentation.number import show_coverage, show_range, show_score_in_band
from app.presentation.view.data_figure import draw_profile, draw_radar
from app.presentation.view.data_model import DataView, DataWording
from app.presentation.view.data_peer import (
    build_country,
    build_group,
    say_comparison,
    say_differences,
    say_gone,
)
from app.presentation.view.data_pillar import build_pillar
from app.presentation.view.desk import Desk, find_peers
from app.presentation.view.standing import say_standing_of, say_weakest
from app.presentation.view.wording import Wording
from app.presentation.words import say_figures
from app.reference import Country
from app.scoring import band_of


def build_data_view(
    wording: Wording, desk: Desk, country: Country, *, compare: Sequence[Country], on: date
) -> DataView:
    """Build the page by data for a country.

    Args:
        wording: the toolkit's texts for the reader.
        desk: the toolkit's by-data index, scored for all countries.
        country: whose page it is.
        compare: up to three other countries, in the order chosen.
        on: the day whose group memberships count.
    """
    parts = DataWording(wording, desk, country, tuple(compare), find_peers(desk, country.iso3, on))
    own = desk.of(country.iso3)
    root = own[desk.index.tree.id]
    pillars = tuple(build_pillar(parts, node) for node in parts.nodes)
    groups = tuple(build_group(parts, group) for group in parts.groups)
    compared = tuple(build_country(parts, other) for other in compare)
    band = None if root.score is None else band_of(parts.bands, root.score)
    translator = wording.translator
    return DataView(
        country=country.iso3,
        country_name=country.name(translator.code),
        toolkit_title=wording.title,
        index_note=wording.phrase(desk.index.note),
        standing=say_standing_of(wording, country.name(translator.code), band),
        comparison=say_comparison(parts, pillars),
        held_back=say_weakest(pillars, translator),
        value=root.score,
        total=show_score_in_band(root.score, translator, bands=parts.bands),
        band=wording.band_name(band),
        coverage=show_coverage(root.coverage, translator),
        range=show_range(root.low, root.high, translator=translator),
        counted=say_figures(root.counted, root.applicable, translator),
        pillars=pillars,
        peers=groups,
        compared=compared,
        differences=say_differences(parts),
        gone=say_gone(parts),
        profile=draw_profile(parts, pillars, (*groups, *compared)),
        radar=draw_radar(parts, pillars, (*groups[:2], *compared)),
        edition=desk.reference.edition.short,
        edition_date=desk.reference.edition.date,
        root=desk.index.tree.id,
    )
