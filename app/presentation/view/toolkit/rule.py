"""How a score comes about, in words: methods, coverage, gates, contradictions, views."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.node import NodeRule, Rounding
from app.definition.question import Question
from app.definition.scheme import Band, View
from app.definition.toolkit import Pillar, Topic
from app.presentation.language import N_, Phrase
from app.presentation.number import show_percent
from app.presentation.view.toolkit.sentence import Sentences

_METHODS: Final[Mapping[str, str]] = {
    "mean": N_("The weighted mean of its parts."),
    "geometric": N_(
        "The weighted geometric mean of its parts; every part below %(floor)s counts as %(floor)s."
    ),
    "harmonic": N_(
        "The weighted harmonic mean of its parts; every part below %(floor)s counts as %(floor)s."
    ),
    "power": N_("The weighted power mean of its parts, with the exponent %(p)s."),
    "median": N_("The weighted median of its parts."),
    "min": N_("Its lowest part."),
    "max": N_("Its highest part."),
    "sum": N_("The sum of the points of its parts, as a share of %(out_of)s."),
    "stage": N_("The highest stage whose requirements are met, with those of all stages below it."),
    "floor-mean": N_("The weighted mean of its parts, rounded down to a whole level."),
    "copeland": N_("Wins minus losses where its units are compared by twos, part by part."),
}
_WHOLE: Final[Mapping[str, str]] = {
    "half-up": N_("It is rounded to a whole number, halves upwards."),
    "half-even": N_("It is rounded to a whole number, halves to the even one."),
    "floor": N_("It is rounded down to a whole number."),
    "ceiling": N_("It is rounded up to a whole number."),
}
_ROUNDINGS: Final[Mapping[str, str]] = {
    "half-up": N_("It is rounded to %(decimals)s decimals, halves upwards."),
    "half-even": N_("It is rounded to %(decimals)s decimals, halves to the even digit."),
    "floor": N_("It is rounded down to %(decimals)s decimals."),
    "ceiling": N_("It is rounded up to %(decimals)s decimals."),
}


@dataclass(frozen=True, slots=True)
class Storey:
    """One storey of the tree: its name, and the sentences on how its value comes about."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BandView:
    """A band; `range` such as "25–50" goes from its lower limit to the next band's."""

    name: Phrase
    range: str
    meaning: Phrase
    next_step: Phrase


@dataclass(frozen=True, slots=True)
class CrossRule:
    """A rule over several answers: what it says of them, why, and whether it is in force."""

    sentence: str
    reason: Phrase
    enabled: bool


@dataclass(frozen=True, slots=True)
class ViewView:
    """A view across the pillars: its title, which questions it gathers, its own bands."""

    id: str
    title: Phrase
    questions: int
    bands: tuple[BandView, ...]


def list_storeys(sentences: Sentences) -> tuple[Storey, ...]:
    """Say for question, topic, pillar and whole how each comes about."""
    aggregate = sentences.wording.toolkit.scoring.aggregate
    storeys = [
        (N_("Pillar"), aggregate.pillar),
        (N_("The whole"), aggregate.total),
    ]
    if sentences.wording.toolkit.topics:
        storeys.insert(0, (N_("Topic"), aggregate.topic))
    return (
        Storey(
            sentences.gettext("Question"),
            (sentences.gettext("0 to 100 points, which stand beside each state and option."),),
        ),
        *(Storey(sentences.gettext(name), say_rule(sentences, rule)) for name, rule in storeys),
    )


def say_own_rule(sentences: Sentences, node: Pillar | Topic) -> tuple[str, ...]:
    """Say how a pillar or topic comes about where it has a rule of its own; else empty."""
    if node.rule is None:
        return ()
    return say_rule(sentences, sentences.wording.toolkit.rule_of(node))


def say_rule(sentences: Sentences, rule: NodeRule) -> tuple[str, ...]:
    """Say in sentences how the value of a node comes about."""
    return tuple(_say_rule(sentences, rule))


def _say_rule(sentences: Sentences, rule: NodeRule) -> Iterator[str]:
    show = sentences.number
    params = {
        "floor": show(rule.floor or 0.0),
        "p": show(1.0 if rule.p is None else rule.p),
        "out_of": _say_out_of(sentences, rule),
    }
    text = _METHODS[rule.method]
    used = {name: value for name, value in params.items() if f"%({name})s" in text}
    yield sentences.gettext(text, **used)
    for stage in rule.stages:
        yield sentences.gettext(
            "Stage %(stage)s needs: %(condition)s.",
            stage=stage.stage,
            condition=sentences.condition(stage.needs),
        )
    if rule.floor is not None and "floor" not in used:
        yield sentences.gettext(
            "Every part below %(floor)s counts as %(floor)s.", floor=params["floor"]
        )
    if rule.cap is not None and rule.method != "sum":
        yield sentences.gettext("It is held to %(cap)s at most.", cap=show(rule.cap))
    if rule.deduct is not None:
        yield sentences.gettext(
            "%(share)s of it are taken off if %(condition)s.",
            share=show_percent(rule.deduct.share, sentences.translator),
            condition=sentences.condition(rule.deduct.if_),
        )
    if rule.round is not None:
        yield _say_rounding(sentences, rule.round)


def _say_rounding(sentences: Sentences, rounding: Rounding) -> str:
    if rounding.decimals == 0:
        return sentences.gettext(_WHOLE[rounding.mode])
    return sentences.gettext(_ROUNDINGS[rounding.mode], decimals=rounding.decimals)


def _say_out_of(sentences: Sentences, rule: NodeRule) -> str:
    most = rule.cap if rule.cap is not None else rule.out_of
    return (
        sentences.gettext("the most that can be reached")
        if most is None
        else sentences.number(most)
    )


def say_handling(sentences: Sentences) -> tuple[str, ...]:
    """Say what becomes of gaps: coverage, unknown answers, what does not apply, evidence."""
    scoring = sentences.wording.toolkit.scoring
    unknown = (
        N_("“I do not know” counts as 0 points.")
        if scoring.unknown == "zero"
        else N_("“I do not know” and a blank answer leave the score and lower the coverage.")
    )
    return (
        *_say_coverage(sentences),
        sentences.gettext(unknown),
        sentences.gettext("What does not apply counts neither for nor against."),
        sentences.gettext(
            "Evidence is asked for from level %(level)s on, or from 50 points.",
            level=scoring.evidence_from_level,
        ),
    )


def _say_coverage(sentences: Sentences) -> Iterator[str]:
    coverage = sentences.wording.toolkit.scoring.coverage
    least = {
        N_("A topic’s score is shown where at least %(share)s of its weight is answered."): (
            coverage.topic if sentences.wording.toolkit.topics else 0.0
        ),
        N_("A pillar’s score is shown where at least %(share)s of its weight is answered."): (
            coverage.pillar
        ),
        N_("The whole is shown where at least %(share)s of its weight is answered."): (
            coverage.total
        ),
        N_("In the quick-check %(share)s are enough."): (
            coverage.quick if any(item.quick_check for item in sentences.wording.toolkit.questions)
            else 0.0
        ),
    }  # fmt: skip
    for text, share in least.items():
        if share > 0:
            yield sentences.gettext(text, share=show_percent(share, sentences.translator))


def list_bands(sentences: Sentences, bands: tuple[Band, ...]) -> tuple[BandView, ...]:
    """List bands from the lowest on, each with its limits."""
    phrase, show = sentences.wording.phrase, sentences.number
    ends = [band.from_ for band in bands[1:]] + [100.0] * bool(bands)
    return tuple(
        BandView(
            phrase(band.name),
            sentences.gettext("%(low)s to %(high)s", low=show(band.from_), high=show(end))
            if band is bands[-1]
            else sentences.gettext(
                "%(low)s to below %(high)s", low=show(band.from_), high=show(end)
            ),
            phrase(band.meaning),
            phrase(band.next_step),
        )
        for band, end in zip(bands, ends, strict=True)
    )


def list_gates(sentences: Sentences) -> tuple[CrossRule, ...]:
    """Say every gate: what is held to how much, while what holds."""
    return tuple(
        CrossRule(
            sentences.gettext(
                "While %(condition)s, %(node)s is held to %(cap)s at most.",
                condition=sentences.condition(gate.if_),
                node=sentences.node(gate.node),
                cap=sentences.number(gate.cap),
            ),
            sentences.wording.phrase(gate.reason),
            gate.enabled,
        )
        for gate in sentences.wording.toolkit.scoring.gates
    )


def list_contradictions(sentences: Sentences) -> tuple[CrossRule, ...]:
    """Say every consistency rule: which answers do not go together."""
    return tuple(
        CrossRule(
            sentences.gettext(
                "If %(condition)s, one expects that %(expected)s.",
                condition=sentences.condition(rule.if_),
                expected=sentences.condition(rule.then),
            ),
            sentences.wording.phrase(rule.say),
            enabled=True,
        )
        for rule in sentences.wording.toolkit.scoring.consistency
    )


def list_views(sentences: Sentences) -> tuple[ViewView, ...]:
    """List the views across the pillars."""
    toolkit = sentences.wording.toolkit
    return tuple(
        ViewView(
            view.id,
            sentences.wording.phrase(view.title),
            sum(_carries(question, view) for question in toolkit.questions),
            list_bands(sentences, view.bands),
        )
        for view in toolkit.scoring.views
    )


def _carries(question: Question, view: View) -> bool:
    tags = question.tags
    return all(set(tags.get(tag, ())) & set(values) for tag, values in view.tag.items())
