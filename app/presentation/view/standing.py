"""In which band a country stands, in a sentence."""

from collections.abc import Iterable
from typing import Protocol

from app.definition.scheme import Band
from app.presentation.language import Phrase, Translator
from app.presentation.view.wording import Wording
from app.presentation.words import say_held_back, say_no_standing, say_standing


def say_standing_of(wording: Wording, name: str, band: Band | None) -> str:
    """Say in which band a country stands, or that too little is known."""
    if band is None:
        return say_no_standing(name, wording.translator)
    bands = wording.toolkit.scoring.bands
    return say_standing(
        name,
        wording.phrase(band.name).as_markup(wording.translator, "strong"),
        place=bands.index(band) + 1,
        count=len(bands),
        translator=wording.translator,
    )


class Scored(Protocol):
    """Anything with a title and a score, such as a pillar."""

    @property
    def title(self) -> Phrase:
        """Its name."""

    @property
    def value(self) -> float | None:
        """Its score, None where it has none."""


def say_weakest(pillars: Iterable[Scored], translator: Translator) -> str:
    """Name the pillar or pillars with the lowest score; empty where all are alike."""
    known = [(pillar.title, pillar.value) for pillar in pillars if pillar.value is not None]
    least = min((value for _, value in known), default=None)
    names = [title.as_markup(translator, "strong") for title, value in known if value == least]
    return "" if len(names) == len(known) else say_held_back(names, translator)
