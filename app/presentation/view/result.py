"""The result by judgement: profile, bands, weakest questions, actions, gaps."""

from app.presentation.number import show_coverage, show_range, show_score_in_band
from app.presentation.view.desk import Desk
from app.presentation.view.outcome import Outcome, figures_by_family, work_out
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
from app.scoring import find_out


def build_result(
    wording: Wording,
    answers: Answers,
    country: Country,
    *,
    desk: Desk | None = None,
    outcome: Outcome | None = None,
) -> ResultView:
    """Build the result of a quick-check, or of a team's assessment of a unit.

    `outcome` are the numbers, where they are not to be worked out here and with `desk`.
    """
    found = outcome or work_out(wording, answers, figures_by_family(desk, country.iso3))
    results = build_questions(wording, answers, found.scores)
    parts = ResultParts(wording, answers, country, found, results)
    translator, total = wording.translator, found.scores.total
    pillars = tuple(build_pillar(parts, *pair) for pair in parts.pillar_scores())
    tally = count_states(parts)
    unknown = find_out(wording.toolkit, answers, wording.setting)
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
        find_out=tuple(results[question.id] for question in unknown),
        deeper=say_deeper(parts, pillars, families),
        profile=draw_profile(parts, pillars, families),
        radar=draw_radar(parts, pillars),
        strip=draw_strip(parts, pillars),
    )
