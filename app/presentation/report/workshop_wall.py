"""The report of a workshop on its big screen: what became of the questions, and the scores."""

from collections.abc import Iterator, Mapping

from app.definition.toolkit import Pillar
from app.presentation.language import Phrase
from app.presentation.number import show_number
from app.presentation.report.workshop import Minutes
from app.presentation.report.workshop_words import OUTCOMES, find_outcome
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.voice import Voices
from app.presentation.view.workshop.wall import WallLine, WallPart
from app.presentation.words import say_band


def build_report_wall(voices: Voices, minutes: Mapping[str, Minutes]) -> WallPart:
    """Show it in the languages of the room; `minutes` are the same in each, by its code."""
    first = minutes[voices.first.translator.code]
    return WallPart((*_count(voices, first), *_score(voices, minutes, first)))


def _count(voices: Voices, minutes: Minutes) -> Iterator[WallLine]:
    found = [find_outcome(talk) for talk in minutes.talks]
    for name, words in OUTCOMES.items():
        count = found.count(name)
        if count:
            number = show_number(count, minutes.translator)
            yield WallLine(number=number, text=voices.say(words), own="", facts=())


def _score(voices: Voices, minutes: Mapping[str, Minutes], first: Minutes) -> Iterator[WallLine]:
    """Show each pillar the room talked about, once there is anything to score."""
    if first.base.result is not None:
        for pillar in first.base.toolkit.pillars:
            if pillar.id in first.pillars:
                yield _score_pillar(voices, minutes, pillar)


def _score_pillar(voices: Voices, minutes: Mapping[str, Minutes], pillar: Pillar) -> WallLine:
    return WallLine(
        number="",
        text=voices.phrase(lambda wording: wording.pillar_title(pillar)),
        own="",
        facts=(voices.phrase(lambda wording: _say(minutes, wording, pillar.id)),),
    )


def _say(minutes: Mapping[str, Minutes], wording: Wording, name: str) -> Phrase:
    """Say the band and score of a pillar, or why it has none."""
    code = wording.translator.code
    result = minutes[code].base.result
    found = next(item for item in (result.pillars if result else ()) if item.id == name)
    if found.band is None:
        return Phrase(found.missing_reason, code)
    band = found.band.as_text(wording.translator)
    return Phrase(say_band(band, found.score, wording.translator), code)
