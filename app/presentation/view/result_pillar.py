"""The pillars and families of a result, judgement beside published figures."""

from typing import Final

from app.definition.toolkit import Pillar
from app.presentation.number import (
    show_coverage,
    show_gain,
    show_range,
    show_score,
    show_score_in_band,
)
from app.presentation.view.result_model import FamilyRow, ResultParts, ResultPillar, Tally, ViewRow
from app.presentation.view.wording import FAMILY_TITLES, Wording
from app.presentation.words import say_counted, say_mode
from app.scoring import FamilyScore, NodeScore, family_scores

APART_BY: Final = 15.0
"""Points between judgement and published figures from which both are worth a second look."""


def build_pillar(parts: ResultParts, pillar: Pillar, node: NodeScore) -> ResultPillar:
    """Build one pillar by judgement."""
    wording, translator = parts.wording, parts.wording.translator
    toolkit = wording.toolkit
    weak = parts.outcome.weakest.get(pillar.id)
    band = node.band
    return ResultPillar(
        id=pillar.id,
        family=pillar.family,
        title=wording.phrase(pillar.title),
        definition=wording.phrase(pillar.definition),
        value=node.score,
        low=node.low,
        high=node.high,
        score=show_score_in_band(node.score, translator, bands=toolkit.scoring.bands),
        band=wording.band_name(band),
        band_meaning=wording.phrase(band.meaning if band else ""),
        band_action=wording.phrase(pillar.band_actions.get(band.id, "") if band else ""),
        coverage=show_coverage(node.coverage, translator),
        range=show_range(node.low, node.high, translator=translator),
        counted=say_counted(node.counted, node.applicable, translator),
        status=node.status,
        missing_reason=explain_missing(wording, node),
        weakest=parts.results.get(weak) if weak else None,
        questions=tuple(item for item in parts.results.values() if item.pillar == pillar.id),
    )


def explain_missing(wording: Wording, node: NodeScore) -> str:
    """Say why a node has no score; empty if it has one."""
    if node.score is not None:
        return ""
    translator = wording.translator
    if node.status == "not-applicable":
        return translator.gettext("None of its questions applies.")
    return translator.gettext(
        "Not shown: %(coverage)s of the weight is answered, too little for a score.",
        coverage=show_coverage(node.coverage, translator),
    )


def say_mode_of(parts: ResultParts) -> str:
    """Say what every number rests on: "quick-check, 20 of 80 questions"."""
    asked = parts.scores.counts.asked
    total = len(parts.wording.toolkit.questions)
    mode = "quick" if parts.wording.setting.quick else "full"
    return say_mode(mode, asked, total, translator=parts.wording.translator)  # type: ignore[arg-type]


def count_states(parts: ResultParts) -> Tally:
    """Count the questions by the state of their answers."""
    counts = parts.scores.counts
    own = [parts.answers.get(question) for question in parts.results]
    answered = [item for item in own if item and item.state == "answered"]
    return Tally(
        asked=counts.asked,
        answered=counts.answered,
        unknown=counts.unknown,
        not_applicable=counts.not_applicable,
        blank=counts.blank,
        published=sum(item.origin == "published" for item in answered),
        with_note=sum(bool(item.note) for item in answered),
        with_link=sum(bool(item.link) for item in answered),
    )


def build_families(parts: ResultParts) -> tuple[FamilyRow, ...]:
    """Lay judgement beside published figures, family by family."""
    own = family_scores(parts.scores, parts.wording.toolkit)
    data = parts.outcome.figures
    return tuple(
        _family_row(parts, family, own.get(family), data.get(family))
        for family in FAMILY_TITLES
        if family in own
    )


def _family_row(
    parts: ResultParts, family: str, own: FamilyScore | None, data: float | None
) -> FamilyRow:
    translator = parts.wording.translator
    mine = own.score if own else None
    gap = None if mine is None or data is None else mine - data
    return FamilyRow(
        family=family,
        title=parts.wording.family_title(family),
        own=show_score(mine, translator),
        data=show_score(data, translator),
        own_value=mine,
        data_value=data,
        gap=show_gain(gap, translator),
        is_apart=gap is not None and abs(gap) >= APART_BY,
    )


def list_views(parts: ResultParts) -> tuple[ViewRow, ...]:
    """Give the toolkit's other readings of the same answers."""
    translator = parts.wording.translator
    return tuple(
        ViewRow(
            node.id,
            parts.wording.phrase(node.title),
            show_score(node.score, translator),
            say_counted(node.counted, node.applicable, translator),
        )
        for node in parts.scores.of_kind("view")
        if node.applicable
    )
