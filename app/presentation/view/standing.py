"""In which band a country stands, in a sentence."""

from app.definition.scheme import Band
from app.presentation.view.wording import Wording
from app.presentation.words import say_no_standing, say_standing


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
