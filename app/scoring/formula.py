"""Formulas in words: how a number came about, with the numbers that went in."""

import math
from collections.abc import Iterator, Mapping
from typing import Final

from app.definition.node import NodeRule
from app.definition.question import Question
from app.response.measure import Line, Measure, Steps, Ticks
from app.response.message import N_, Message
from app.scoring.effect import DeductionEffect

_METHOD: Final[Mapping[str, str]] = {
    "mean": N_("Weighted mean: the sum of weight × score, divided by the sum of the weights."),
    "geometric": N_("Weighted geometric mean; every score below %(floor)s counts as %(floor)s."),
    "harmonic": N_("Weighted harmonic mean; every score below %(floor)s counts as %(floor)s."),
    "power": N_("Weighted power mean with exponent %(p)s."),
    "min": N_("The lowest score counts."),
    "max": N_("The highest score counts."),
    "copeland": N_("Units compared two by two: how many it beats, minus how many beat it."),
    "sum": N_("Sum of weight × points, shown as a share of the points that can be reached."),
    "median": N_(
        "Weighted median: by score from low to high, the score at which half of the weight is "
        "reached; the mean of two where one ends exactly there."
    ),
    "floor-mean": N_("Weighted mean, rounded down to a whole level out of %(highest)s."),
    "stage": N_(
        "Stage %(stage)s of %(stages)s: the highest stage whose requirement is met together with "
        "those of all stages below it."
    ),
}


def method_formula(rule: NodeRule, *, highest: float | None = None, reached: int = 0) -> Message:
    """Say in one sentence how a node's children make its value.

    `highest` is the highest level of the scale, where there is one; `reached` the stage reached.
    """
    floor = "0" if rule.floor is None else f"{rule.floor:.15g}"
    p = "1" if rule.p is None else f"{rule.p:.15g}"
    most = highest if highest is not None else (rule.out_of or 100.0)
    params: Mapping[str, Mapping[str, str | int]] = {
        "geometric": {"floor": floor},
        "harmonic": {"floor": floor},
        "power": {"p": p},
        "floor-mean": {"highest": f"{most:.15g}"},
        "stage": {"stage": reached, "stages": len(rule.stages)},
    }
    return Message(_METHOD[rule.method], params.get(rule.method, {}))


_ROUND: Final[Mapping[str, str]] = {
    "half-up": N_("Then rounded to %(decimals)s decimals, halves upwards, out of %(out_of)s."),
    "half-even": N_(
        "Then rounded to %(decimals)s decimals, halves to the even digit, out of %(out_of)s."
    ),
    "floor": N_("Then rounded down to %(decimals)s decimals, out of %(out_of)s."),
    "ceiling": N_("Then rounded up to %(decimals)s decimals, out of %(out_of)s."),
}
_WHOLE: Final[Mapping[str, str]] = {
    "half-up": N_("Then rounded to a whole number, halves upwards, out of %(out_of)s."),
    "half-even": N_("Then rounded to a whole number, halves to the even one, out of %(out_of)s."),
    "floor": N_("Then rounded down to a whole number, out of %(out_of)s."),
    "ceiling": N_("Then rounded up to a whole number, out of %(out_of)s."),
}
_SAYS_FLOOR: Final = frozenset({"geometric", "harmonic"})
_NO_FLOOR: Final = frozenset({"sum", "stage"})


def rule_notes(rule: NodeRule, deduction: DeductionEffect | None = None) -> Iterator[Message]:
    """Say what else acts on a node's value, in the order in which it acts, before its gates."""
    out_of = rule.out_of or 100.0
    if rule.floor is not None and rule.method not in _SAYS_FLOOR | _NO_FLOOR:
        text = N_("Every score below %(floor)s counts as %(floor)s.")
        yield Message(text, {"floor": rule.floor})
    if rule.cap is not None:
        text = N_("Held to %(cap)s out of %(out_of)s.")
        if rule.method == "sum":
            out_of = rule.out_of or rule.cap
        yield Message(text, {"cap": rule.cap, "out_of": out_of})
    if deduction is not None and deduction.before is not None and deduction.after is not None:
        text = N_("Nothing was deducted. %(share)s %% would be where %(condition)s.")
        if deduction.acted:
            text = N_("Then %(share)s %% was deducted, since %(condition)s.")
        share = 100.0 * deduction.share
        yield Message(text, {"share": share, "condition": deduction.condition})
    if rule.round is not None:
        out_of = rule.out_of or 100.0
        if rule.round.decimals == 0:
            yield Message(_WHOLE[rule.round.mode], {"out_of": out_of})
        else:
            params = {"decimals": rule.round.decimals, "out_of": out_of}
            yield Message(_ROUND[rule.round.mode], params)


def view_formula() -> Message:
    """Say how a view is computed."""
    return Message(N_("Mean of the questions with this tag, by their weight in the total."))


def points_formula(
    question: Question, measure: Measure | None, code: float, level: int | None
) -> Message:
    """Say how the answer to a question became points."""
    if measure is None:
        return Message(N_("This question has no points."))
    if math.isnan(code):
        return Message(N_("There is no answer to give points to."))
    if isinstance(measure, Steps):
        return _steps_formula(question, measure, level)
    if isinstance(measure, Ticks):
        text = N_("100 × points of the chosen answers / %(out_of)s, held between 0 and 100.")
        return Message(text, {"out_of": f"{measure.out_of:.15g}"})
    return _line_formula(measure, code, level)


def _steps_formula(question: Question, measure: Steps, level: int | None) -> Message:
    if question.kind != "level":
        return Message(N_("The points of the chosen answer."))
    highest = max((step for step in measure.levels if step is not None), default=0)
    text = N_("100 × level %(level)s / highest level %(highest)s")
    return Message(text, {"level": level or 0, "highest": highest})


def _line_formula(line: Line, code: float, level: int | None) -> Message:
    if line.by_level:
        text = N_("The number reaches level %(level)s: 100 × level / highest level %(highest)s")
        return Message(text, {"level": level or 0, "highest": line.highest})
    best, worst = (line.minimum, line.maximum) if line.lower else (line.maximum, line.minimum)
    params = {"value": code, "worst": worst or 0.0, "best": best or 0.0}
    if line.log:
        text = N_(
            "Place of %(value)s between %(worst)s (0 points) and %(best)s (100 points), "
            "all by their logarithm"
        )
    else:
        text = N_("Place of %(value)s between %(worst)s (0 points) and %(best)s (100 points)")
    return Message(text, params)
