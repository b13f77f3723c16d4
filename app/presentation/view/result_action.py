"""What to do next: actions, contradictions, pillars that deserve more."""

from app.presentation.number import show_gain
from app.presentation.view.result_model import (
    Contradict,
    FamilyRow,
    ResultParts,
    ResultPillar,
    Suggestion,
)
from app.scoring import Recommendation, consistency


def list_suggestions(parts: ResultParts) -> tuple[Suggestion, ...]:
    """Give the actions that matter most."""
    return tuple(_suggest(parts, item) for item in parts.outcome.recommendations)


def _suggest(parts: ResultParts, item: Recommendation) -> Suggestion:
    wording = parts.wording
    question = parts.results[item.question]
    # A number's goalpost is no text of the toolkit: the question knows it in words.
    is_goal = wording.toolkit.question(item.question).kind == "number"
    return Suggestion(
        question=question,
        gain=show_gain(item.gain, wording.translator),
        gain_value=item.gain,
        action=wording.phrase(item.action),
        next_state=(
            question.next_state if is_goal else wording.state(item.question, item.next_state)
        ),
        level=item.level,
        next_level=item.next_level,
    )


def list_contradictions(parts: ResultParts) -> tuple[Contradict, ...]:
    """Give what does not fit together, with the questions concerned."""
    wording = parts.wording
    return tuple(
        Contradict(
            wording.phrase(item.say),
            tuple(parts.results[name] for name in item.questions if name in parts.results),
        )
        for item in consistency(wording.toolkit, parts.answers, wording.setting)
    )


def say_deeper(
    parts: ResultParts, pillars: tuple[ResultPillar, ...], families: tuple[FamilyRow, ...]
) -> tuple[str, ...]:
    """Say which pillars deserve a full assessment, and why.

    Those without a score, the lowest one, and families where judgement and published figures are
    `APART_BY` points or more apart.
    """
    gettext = parts.wording.translator.gettext
    reasons: list[str] = []
    known = [pillar.value for pillar in pillars if pillar.value is not None]
    least = min(known) if len(set(known)) > 1 else None
    for pillar in pillars:
        name = pillar.title.as_text(parts.wording.translator)
        if pillar.status == "below-coverage":
            reasons.append(gettext("%(pillar)s: too little is known yet.", pillar=name))
        elif pillar.value is not None and pillar.value == least:
            reasons.append(gettext("%(pillar)s: it is the lowest.", pillar=name))
    reasons += [
        gettext(
            "%(family)s: judgement (%(own)s) and published figures (%(data)s) are far apart.",
            family=row.title,
            own=row.own,
            data=row.data,
        )
        for row in families
        if row.is_apart
    ]
    return tuple(reasons)
