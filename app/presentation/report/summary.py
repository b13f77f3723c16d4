"""The summary: all that matters on one page."""

from collections.abc import Iterator

from markupsafe import Markup, escape

from app.presentation.report.material import Material
from app.presentation.report.structure import (
    Block,
    Definitions,
    FigureBlock,
    Heading,
    Item,
    ItemList,
    Note,
    Pair,
    Paragraph,
    Section,
    Text,
)
from app.presentation.view.data_model import DataPillar
from app.presentation.view.result_model import ResultPillar, Suggestion
from app.presentation.words import say_band

Pillar = ResultPillar | DataPillar


def build_summary(material: Material) -> Section:
    """Build the summary."""
    blocks = (
        *_say_standing(material),
        *_draw_profile(material),
        *_list_extremes(material),
        *_list_actions(material),
    )
    return Section("summary", material.gettext("In one page"), blocks, starts_page=True)


def join_sentences(*sentences: str, gap: str) -> str:
    """Put sentences behind each other, pieces of HTML among them or not."""
    said = [sentence for sentence in sentences if sentence]
    return escape(gap).join(said) if any(isinstance(s, Markup) for s in said) else gap.join(said)


def _say_standing(material: Material) -> Iterator[Block]:
    result, data = material.result, material.data
    if result:
        own = join_sentences(
            result.standing, result.missing_reason, result.held_back, gap=material.translator.gap
        )
        yield Paragraph(material.gettext("By judgement: %(sentences)s", sentences=own), "lead")
    if data:
        sentences = join_sentences(
            data.standing,
            data.comparison,
            "" if result else data.held_back,
            *data.gone,
            gap=material.translator.gap,
        )
        words = material.gettext("By published figures: %(sentences)s", sentences=sentences)
        yield Paragraph(words, "" if result else "lead")


def _draw_profile(material: Material) -> Iterator[Block]:
    view = material.result or material.data
    if view is None:
        return
    yield Heading(view.profile.title)
    caption = material.gettext(
        "The whole: %(score)s, range %(range)s, coverage %(coverage)s, %(counted)s. The scale runs "
        "from 0 to 100; a light bar is the range the score can still take.",
        score=view.total,
        range=view.range,
        coverage=view.coverage,
        counted=view.counted,
    )
    yield FigureBlock(view.profile, caption)


def _list_extremes(material: Material) -> Iterator[Block]:
    view = material.result or material.data
    known: list[Pillar] = (
        [pillar for pillar in view.pillars if pillar.value is not None] if view else []
    )
    if len({pillar.score for pillar in known}) < 2:
        return
    best = max(known, key=lambda pillar: pillar.value or 0.0)
    worst = min(known, key=lambda pillar: pillar.value or 0.0)
    pairs = [
        Pair(material.gettext("Strongest"), _say_pillar(material, best), best.family),
        Pair(material.gettext("Weakest"), _say_pillar(material, worst), worst.family),
    ]
    least = _find_least(worst)
    if least:
        pairs.append(Pair(material.gettext("Look at first"), least, worst.family))
    yield Heading(material.gettext("What stands out"))
    yield Definitions(tuple(pairs))


def _say_pillar(material: Material, pillar: Pillar) -> str:
    translator = material.translator
    name = pillar.title.as_markup(translator, "strong")
    if pillar.band is None:
        return material.gettext("%(pillar)s: %(score)s", pillar=name, score=pillar.score)
    band = say_band(pillar.band.as_markup(translator), pillar.score, translator)
    return material.gettext("%(pillar)s: %(band)s", pillar=name, band=band)


def _find_least(pillar: Pillar) -> Text | None:
    """Name the weakest question of a pillar, or its lowest figure."""
    if isinstance(pillar, ResultPillar):
        return pillar.weakest.text if pillar.weakest else None
    figures = [figure for figure in pillar.figures if figure.share is not None]
    return min(figures, key=lambda figure: figure.share or 0.0).title if figures else None


def _list_actions(material: Material) -> Iterator[Block]:
    if material.result is None:
        return
    yield Heading(material.gettext("Actions that would raise the score most"))
    if not material.result.suggestions:
        yield Note(
            material.gettext("No action can be named yet: no answer is known that could be raised.")
        )
        return
    items = tuple(_suggest(material, item) for item in material.result.suggestions)
    yield ItemList(items, is_ordered=True)


def _suggest(material: Material, item: Suggestion) -> Item:
    return Item(
        text=item.headline,
        mark=item.gain,
        details=(say_place(material, item), *_say_next(material, item)),
        family=item.question.family,
    )


def _say_next(material: Material, item: Suggestion) -> Iterator[str]:
    """Say what is next where no action says it."""
    if not item.action.text and item.next_state.text:
        state = item.next_state.as_markup(material.translator)
        yield material.gettext("Next: %(state)s", state=state)


def say_place(material: Material, item: Suggestion) -> str:
    """Say where an action belongs: pillar, question, and the step from level to level."""
    pillar = item.question.pillar_title.as_markup(material.translator)
    if item.level is None or item.next_level is None:
        return material.gettext(
            "%(pillar)s · %(question)s", pillar=pillar, question=item.question.id
        )
    return material.gettext(
        "%(pillar)s · %(question)s · now level %(level)s, next level %(next)s",
        pillar=pillar,
        question=item.question.id,
        level=item.level,
        next=item.next_level,
    )
