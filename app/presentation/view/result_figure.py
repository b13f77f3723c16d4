"""The figures of a result."""

from typing import Final

from app.presentation.figure import (
    Cell,
    Profile,
    Radar,
    Row,
    RowWords,
    Series,
    Shown,
    Strip,
    StripRow,
    StripWords,
)
from app.presentation.number import show_score
from app.presentation.view.answer import STATE_WORDS
from app.presentation.view.data_figure import FEWEST_AXES, MOST_AXES, draw_bands, summarise
from app.presentation.view.outcome import Before
from app.presentation.view.result_model import FamilyRow, QuestionResult, ResultParts, ResultPillar


def draw_profile(
    parts: ResultParts, pillars: tuple[ResultPillar, ...], families: tuple[FamilyRow, ...]
) -> Profile:
    """Draw the profile; published figures stand beside it where pillars are families."""
    translator = parts.wording.translator
    data = {
        row.family: Shown(row.data_value, row.data)
        for row in families
        if row.data_value is not None
    }
    by_family = len(pillars) == len({pillar.family for pillar in pillars})
    with_data = bool(data) and by_family
    before = parts.outcome.before
    rows = tuple(
        Row(
            label=pillar.title.as_text(translator),
            own=Shown(pillar.value, pillar.score),
            low=pillar.low,
            high=pillar.high,
            range_text=pillar.range,
            note=pillar.counted,
            family=pillar.family,
            peers=(
                *((_show_before(parts, before, pillar),) if before else ()),
                *((data.get(pillar.family),) if with_data else ()),
            ),
        )
        for pillar in pillars
    )
    return Profile(
        id="judgement",
        title=_name_profile(parts),
        summary=summarise(parts.wording, [(row.label, row.own.text) for row in rows]),
        rows=rows,
        words=RowWords(
            row=translator.gettext("Pillar"),
            own=_name_own(parts),
            missing=translator.gettext("no value"),
            low_high=translator.gettext("Range while answers are missing"),
            note=translator.gettext("Questions"),
        ),
        bands=draw_bands(parts.wording),
        peers=(
            *((before.name,) if before else ()),
            *((translator.gettext("Published figures"),) if with_data else ()),
        ),
        direction=translator.direction,
    )


def _name_profile(parts: ResultParts) -> str:
    # By its own name, which the extraction of texts knows.
    translator, country = parts.wording.translator, parts.country_name
    if parts.outcome.is_team:
        return translator.gettext(
            "Profile of %(country)s by the answers of its team", country=country
        )
    return translator.gettext("Profile of %(country)s by your judgement", country=country)


def _name_own(parts: ResultParts) -> str:
    translator = parts.wording.translator
    is_team = parts.outcome.is_team
    return (
        translator.gettext("Answers of the team")
        if is_team
        else translator.gettext("Your judgement")
    )


def _show_before(parts: ResultParts, before: Before, pillar: ResultPillar) -> Shown | None:
    value = before.scores.get(pillar.id)
    if value is None:
        return None
    return Shown(value, show_score(value, parts.wording.translator))


def draw_radar(parts: ResultParts, pillars: tuple[ResultPillar, ...]) -> Radar | None:
    """Draw a radar where four to eight pillars make one; else None."""
    known = [pillar for pillar in pillars if pillar.value is not None]
    if not FEWEST_AXES <= len(pillars) <= MOST_AXES or len(known) < FEWEST_AXES - 1:
        return None
    translator = parts.wording.translator
    titles = tuple(pillar.title.as_text(translator) for pillar in pillars)
    return Radar(
        id="shape",
        title=translator.gettext("Shape of the profile"),
        summary=summarise(
            parts.wording,
            [(title, pillar.score) for title, pillar in zip(titles, pillars, strict=True)],
        ),
        axes=titles,
        own=Series(
            _name_own(parts),
            tuple(Shown(pillar.value, pillar.score) for pillar in pillars),
        ),
        axis_word=translator.gettext("Pillar"),
        missing=translator.gettext("no value"),
        families=tuple(pillar.family for pillar in pillars),
        direction=translator.direction,
    )


_SIGNS: Final = {"unknown": "?", "not-applicable": "–", "blank": "·"}


def draw_strip(parts: ResultParts, pillars: tuple[ResultPillar, ...]) -> Strip:
    """Draw every question as a cell."""
    translator = parts.wording.translator
    rows = tuple(
        StripRow(
            pillar.title.as_text(translator),
            tuple(_cell(parts, item) for item in pillar.questions),
            pillar.family,
        )
        for pillar in pillars
    )
    levels = parts.wording.toolkit.scale.levels
    highest = levels[-1].level or 1
    key = [
        (str(item.level), item.level / highest, parts.wording.text(item.name)) for item in levels
    ]
    states = [
        (sign, None, translator.gettext(STATE_WORDS[state])) for state, sign in _SIGNS.items()
    ]
    return Strip(
        id="strip",
        title=translator.gettext("All questions at a glance"),
        summary=translator.gettext(
            "Each question of the check as a cell with the level reached, a row for each pillar."
        )
        if not parts.outcome.is_team
        else translator.gettext(
            "Each question as a cell with the level reached, a row for each pillar."
        ),
        rows=rows,
        words=StripWords(
            row=translator.gettext("Pillar"),
            cell=translator.gettext("Question"),
            meaning=translator.gettext("Level"),
        ),
        key=(*key, *states),
        direction=translator.direction,
    )


def _cell(parts: ResultParts, item: QuestionResult) -> Cell:
    if item.level is not None:
        share = item.level / (item.highest or 1)
        name = item.level_name.as_text(parts.wording.translator)
        return Cell(str(item.number), str(item.level), share, f"{item.level}: {name}")
    if item.points is not None:
        return Cell(str(item.number), item.score, item.points / 100, item.score)
    words = item.answer.as_text(parts.wording.translator)
    return Cell(str(item.number), _SIGNS.get(item.state, "·"), None, words)
