"""The rounds of a unit beside each other: a table and a figure of scores by pillar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.definition.toolkit import TOTAL
from app.presentation.figure import Profile, Row, RowWords, Shown
from app.presentation.figure.table import MOST_PEERS
from app.presentation.language import Phrase
from app.presentation.number import show_date, show_score
from app.presentation.view.assessment.naming import name_round, say_period
from app.presentation.view.data_figure import draw_bands, summarise
from app.presentation.view.wording import Wording

DECIMALS: Final = 1
FEWEST: Final = 2
"""Rounds from which on there is something to draw."""


@dataclass(frozen=True, slots=True)
class RoundScores:
    """One round: its id, number, state, period, day of approval, version, and score by node."""

    id: str
    number: int
    state: str
    period: tuple[date | None, date | None]
    approved_on: date | None
    version: str
    scores: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class RoundHead:
    """How a round is called in a list: its name, period, day of approval, version, state."""

    id: str
    name: str
    period: str
    approved: str
    version: str
    state: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    """The total or a pillar with its score in each round, in the order of the rounds."""

    title: Phrase
    family: str
    scores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundsView:
    """All rounds: how they are called, the table, and the figure where two or more have scores."""

    heads: tuple[RoundHead, ...]
    rows: tuple[RoundRow, ...]
    figure: Profile | None

    @property
    def by_id(self) -> Mapping[str, RoundHead]:
        """How each round is called, by its id."""
        return {head.id: head for head in self.heads}


def build_rounds(
    wording: Wording, rounds: tuple[RoundScores, ...], states: Mapping[str, str]
) -> RoundsView:
    """Build the table and the figure; pillars are those of `wording`, the last round's."""
    heads = tuple(_build_head(wording, item, states) for item in rounds)
    rows = tuple(
        RoundRow(title, family, tuple(_show(wording, item, name) for item in rounds))
        for name, title, family in list_nodes(wording)
    )
    return RoundsView(heads, rows, _draw(wording, rounds, heads))


def _build_head(wording: Wording, item: RoundScores, states: Mapping[str, str]) -> RoundHead:
    translator = wording.translator
    return RoundHead(
        item.id,
        name_round(item.number, translator),
        say_period(*item.period, translator),
        show_date(item.approved_on, translator) if item.approved_on else "",
        item.version,
        translator.gettext(states[item.state]),
    )


def list_nodes(wording: Wording) -> Iterator[tuple[str, Phrase, str]]:
    """Give the total and the pillars, each with its title and family."""
    translator = wording.translator
    yield TOTAL, Phrase(translator.gettext("The whole"), translator.code), ""
    for pillar in wording.toolkit.pillars:
        yield pillar.id, wording.phrase(pillar.title), pillar.family


def _show(wording: Wording, item: RoundScores, node: str) -> str:
    return show_score(item.scores.get(node), wording.translator, decimals=DECIMALS)


def _draw(
    wording: Wording, rounds: tuple[RoundScores, ...], heads: tuple[RoundHead, ...]
) -> Profile | None:
    """Draw the last round with those before it beside it, as many as can be told apart."""
    if len(rounds) < FEWEST:
        return None
    translator, last = wording.translator, rounds[-1]
    earlier = rounds[-1 - MOST_PEERS : -1]
    rows = tuple(
        Row(
            label=title.as_text(translator),
            own=Shown(last.scores.get(name), _show(wording, last, name)),
            family=family,
            peers=tuple(_show_peer(wording, item, name) for item in earlier),
        )
        for name, title, family in list_nodes(wording)
    )
    return Profile(
        id="rounds",
        title=translator.gettext("The pillars from round to round"),
        summary=summarise(wording, [(row.label, row.own.text) for row in rows]),
        rows=rows,
        words=RowWords(
            row=translator.gettext("Pillar"),
            own=heads[-1].name,
            missing=translator.gettext("no value"),
        ),
        bands=draw_bands(wording),
        peers=tuple(head.name for head in heads[-1 - MOST_PEERS : -1]),
        direction=translator.direction,
    )


def _show_peer(wording: Wording, item: RoundScores, node: str) -> Shown | None:
    value = item.scores.get(node)
    return None if value is None else Shown(value, _show(wording, item, node))
