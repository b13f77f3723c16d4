"""The figures of the page by data, and what figures of a toolkit have in common."""

from collections.abc import Sequence
from typing import Final

from app.presentation.figure import Band, Profile, Radar, Row, RowWords, Series, Shown
from app.presentation.number import MISSING
from app.presentation.view.data_model import DataPillar, DataWording, PeerRow
from app.presentation.view.data_peer import count_known
from app.presentation.view.wording import Wording
from app.presentation.words import say_middle

FEWEST_AXES: Final = 4
MOST_AXES: Final = 8


def draw_profile(
    parts: DataWording, pillars: tuple[DataPillar, ...], peers: tuple[PeerRow, ...]
) -> Profile:
    """Draw the pillars as dots on a track, with everybody compared."""
    translator = parts.wording.translator
    name = parts.country.name(translator.code)
    shown = peers[:MOST_AXES]
    rows = tuple(
        Row(
            label=parts.wording.text(node.title),
            own=Shown(pillar.value, pillar.score),
            low=pillar.low,
            high=pillar.high,
            range_text=pillar.range,
            note=pillar.counted,
            family=pillar.family,
            peers=tuple(Shown(peer.values[place], peer.texts[place]) for peer in shown),
        )
        for place, (node, pillar) in enumerate(zip(parts.nodes, pillars, strict=True))
    )
    return Profile(
        id="profile",
        title=translator.gettext("Profile of %(country)s by published figures", country=name),
        summary=summarise(parts.wording, [(row.label, row.own.text) for row in rows]),
        rows=rows,
        words=RowWords(
            row=translator.gettext("Pillar"),
            own=name,
            missing=translator.gettext("no value"),
            low_high=translator.gettext("Range while figures are missing"),
            note=translator.gettext("Figures"),
        ),
        bands=draw_bands(parts.wording),
        peers=tuple(_name_peer(parts, peer) for peer in shown),
        direction=translator.direction,
    )


def draw_bands(wording: Wording) -> tuple[Band, ...]:
    """Give a toolkit's bands as figures want them."""
    return tuple(
        Band(band.from_, wording.text(band.name)) for band in wording.toolkit.scoring.bands
    )


def summarise(wording: Wording, rows: Sequence[tuple[str, str]]) -> str:
    """Say a profile in one sentence: "Infrastructure 46; Policy 55."."""
    translator = wording.translator
    missing = translator.gettext("no value")
    return "; ".join(f"{label} {missing if text == MISSING else text}" for label, text in rows)


def _name_peer(parts: DataWording, peer: PeerRow) -> str:
    if peer.kind == "country":
        return peer.name
    group = next(item for item in parts.groups if item.group.id == peer.id)
    known = count_known(parts, group)
    return say_middle(peer.name, known, translator=parts.wording.translator)


def draw_radar(
    parts: DataWording, pillars: tuple[DataPillar, ...], peers: tuple[PeerRow, ...]
) -> Radar | None:
    """Draw a radar where four to eight axes make one and most have a value."""
    known = [pillar for pillar in pillars if pillar.value is not None]
    if not FEWEST_AXES <= len(pillars) <= MOST_AXES or len(known) < FEWEST_AXES - 1:
        return None
    translator = parts.wording.translator
    name = parts.country.name(translator.code)
    return Radar(
        id="radar",
        title=translator.gettext("Shape of the profile"),
        summary=summarise(
            parts.wording,
            [
                (parts.wording.text(node.title), pillar.score)
                for node, pillar in zip(parts.nodes, pillars, strict=True)
            ],
        ),
        axes=tuple(parts.wording.text(node.title) for node in parts.nodes),
        own=Series(name, tuple(Shown(pillar.value, pillar.score) for pillar in pillars)),
        axis_word=translator.gettext("Pillar"),
        missing=translator.gettext("no value"),
        peers=tuple(
            Series(
                _name_peer(parts, peer),
                tuple(Shown(*pair) for pair in zip(peer.values, peer.texts, strict=True)),
            )
            for peer in peers
        ),
        families=tuple(pillar.family for pillar in pillars),
        direction=translator.direction,
    )
