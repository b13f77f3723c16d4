"""What reports of an assessment and of a workshop say alike of the score of a pillar."""

from app.presentation.language import Translator
from app.presentation.report.structure import Column, Paragraph, Row
from app.presentation.view.result_model import ResultPillar, ResultView


def list_columns(translator: Translator) -> tuple[Column, ...]:
    """List the columns of a table of pillars."""
    say = translator.gettext
    return (
        Column(say("Pillar")),
        Column(say("Band"), width=15),
        Column(say("Score"), is_number=True, width=9),
        Column(say("Range"), is_number=True, width=11),
        Column(say("Coverage"), is_number=True, width=12),
        Column(say("Questions"), is_number=True, width=25),
    )


def tell_pillar(item: ResultPillar, translator: Translator) -> Row:
    """Tell a pillar in a row of that table."""
    band = item.band or translator.gettext("no value")
    cells = (item.title, band, item.score, item.range, item.coverage, item.counted)
    return Row(cells, item.family)


def tell_whole(result: ResultView, translator: Translator, *, is_strong: bool = False) -> Row:
    """Tell all pillars together in a row of that table."""
    say = translator.gettext
    whole = (say("The whole"), result.band or say("no value"), result.total, result.range)
    return Row((*whole, result.coverage, result.counted), is_strong=is_strong)


def say_reach(pillar: ResultPillar, translator: Translator) -> Paragraph:
    """Say how far the score of a pillar can be trusted: range, coverage, what was counted."""
    said = translator.gettext(
        "Range %(range)s, coverage %(coverage)s, %(counted)s.",
        range=pillar.range,
        coverage=pillar.coverage,
        counted=pillar.counted,
    )
    return Paragraph(said, "quiet")
