"""The result of a quick-check by judgement: profile, bands, weakest questions, actions, gaps."""

from app.presentation.number import show_coverage, show_range, show_score_in_band
from app.presentation.view.desk import Desk
from app.presentation.view.result_action import list_contradictions, list_suggestions, say_deeper
from app.presentation.view.result_figure import draw_profile, draw_radar, draw_strip
from app.presentation.view.result_model import ResultParts, ResultView
from app.presentation.view.result_pillar import (
    build_families,
    build_pillar,
    count_states,
    explain_missing,
    list_views,
    say_mode_of,
)
from app.presentation.view.result_question import build_questions
from app.presentation.view.standing import say_standing_of, say_weakest
from app.presentation.view.wording import Wording
from app.presentation.words import say_answered, say_counted, say_published
from app.reference import Country
from app.response import Answers
from app.scoring import find_out, score


def build_result(
    wording: Wording, answers: Answers, country: Country, *, desk: Desk | None
) -> ResultView:
    """Build the result of a quick-check.

    Args:
        wording: the toolkit's texts for the reader, with the setting the check has.
        answers: what was answered.
        country: the country the visitor had in mind.
        desk: the toolkit's by-data index for all countries, None where it has none.
    """
    scores = score(wording.toolkit, answers, wording.setting)
    results = build_questions(wording, answers, scores)
    parts = ResultParts(wording, answers, scores, country, desk, results)
    translator, total = wording.translator, scores.total
    pillars = tuple(build_pillar(parts, *pair) for pair in parts.pillar_scores())
    tally = count_states(parts)
    families = build_families(parts)
    return ResultView(
        country=country.iso3,
        country_name=parts.country_name,
        toolkit_title=wording.title,
        standing=say_standing_of(wording, parts.country_name, total.band),
        held_back=say_weakest(pillars, translator),
        value=total.score,
        total=show_score_in_band(total.score, translator, bands=wording.toolkit.scoring.bands),
        band=wording.band_name(total.band),
        band_meaning=wording.phrase(total.band.meaning if total.band else ""),
        next_step=wording.phrase(total.band.next_step if total.band else ""),
        coverage=show_coverage(total.coverage, translator),
        range=show_range(total.low, total.high, translator=translator),
        counted=say_counted(total.counted, total.applicable, translator),
        mode=say_mode_of(parts),
        answered_words=say_answered(tally.answered, tally.asked, translator),
        published_words=say_published(tally.published, tally.answered, translator),
        missing_reason=explain_missing(wording, total),
        tally=tally,
        pillars=pillars,
        families=families,
        views=list_views(parts),
        suggestions=list_suggestions(parts),
        contradictions=list_contradictions(parts),
        find_out=tuple(
            results[question.id] for question in find_out(wording.toolkit, answers, wording.setting)
        ),
        deeper=say_deeper(parts, pillars, families),
        profile=draw_profile(parts, pillars, families),
        radar=draw_radar(parts, pillars),
        strip=draw_strip(parts, pillars),
    )
