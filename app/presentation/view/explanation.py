"""One number opened down to its answers: parts, weights, what was left out, rounding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.expression import say_expression
from app.presentation.language import N_, Phrase
from app.presentation.number import (
    MISSING,
    show_coverage,
    show_number,
    show_percent,
    show_range,
    show_score,
    show_score_in_band,
)
from app.presentation.view.wording import Wording
from app.presentation.words import say_counted
from app.response.message import Message
from app.scoring import Explanation
from app.scoring.effect import GateEffect, StageEffect

EXACT_DECIMALS: Final = 4
PART_DECIMALS: Final = 2

_REASONS: Final[Mapping[str, str]] = {
    "parked": N_("Not asked, because of an earlier answer."),
    "out-of-scope": N_("Asked of other kinds of unit only."),
    "not-applicable": N_("Does not apply."),
    "in-index": N_("Counted among the published figures instead."),
    "unknown": N_("Not known: lowers coverage, not the score."),
    "blank": N_("Not answered: lowers coverage, not the score."),
    "no-points": N_("Has no points."),
    "no-weight": N_("Weighs nothing."),
    "no-answers": N_("Nothing below it is answered."),
    "missing": N_("No figure: lowers coverage, not the score."),
    "excluded": N_("Left out by the index."),
    "below-coverage": N_("Too little of it is known."),
    "empty": N_("Nothing below it has a figure."),
    "incomplete": N_("One gap below it leaves it without a number."),
    "non-positive": N_("Zero or less has no place in this method."),
    "zero-weights": N_("All that applies weighs nothing."),
    "constant": N_("All have the same figure, so it tells nothing apart."),
    "zero-denominator": N_("It would be divided by zero."),
    "no-reference": N_("The reference has no statistics for it."),
    "no-unit": N_("The unit it is measured against has no figure."),
    "target-passed": N_("All lie beyond the target already."),
}


_STAGES: Final[Mapping[tuple[bool | None, bool], str]] = {
    (True, True): N_("Stage %(stage)s is reached: %(condition)s."),
    (True, False): N_("Stage %(stage)s is met, but not all below it: %(condition)s."),
    (False, False): N_("Stage %(stage)s is not met. It needs: %(condition)s."),
    (None, False): N_("Stage %(stage)s can't be told yet. It needs: %(condition)s."),
}


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """A part of the number.

    `weight` as written, `share` of the weight of all parts that count, `contribution` in points of
    the number; `left_out` says why it does not count, empty if it does.
    """

    id: str
    kind: str
    title: Phrase
    answer: Phrase
    weight: str
    share: str
    score: str
    contribution: str
    coverage: str
    left_out: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class ExplanationView:
    """Everything the page of one number shows. `exact` is the number before it is rounded."""

    id: str
    kind: str
    title: Phrase
    band: Phrase | None
    answer: Phrase
    formula: str
    score: str
    exact: str
    sum: str
    coverage: str
    range: str
    counted: str
    rows: tuple[ExplanationRow, ...]
    gates: tuple[str, ...]
    trail: tuple[tuple[str, Phrase], ...]
    toolkit: str
    engine: str


def build_explanation(
    wording: Wording, root: Explanation, node_id: str, *, band: Phrase | None = None
) -> ExplanationView | None:
    """Build the page of one number out of the whole tree; None where there is no such node.

    `root` is the explanation of the whole, so that the way down to the node can be shown.
    """
    trail = _find_trail(root, node_id)
    if trail is None:
        return None
    node, translator = trail[-1], wording.translator
    return ExplanationView(
        id=node.id,
        kind=node.kind,
        title=title_of(wording, node),
        band=band,
        answer=_say_state(wording, node),
        formula=translator.gettext(node.formula.text, **_show_params(wording, node.formula)),
        score=show_score_in_band(node.score, translator, bands=wording.toolkit.scoring.bands),
        exact=show_number(node.value, translator, decimals=EXACT_DECIMALS),
        sum=_show_sum(wording, node),
        coverage=show_coverage(node.coverage, translator),
        range=show_range(node.low, node.high, translator=translator),
        counted=say_counted(node.counted, node.applicable, translator),
        rows=tuple(_build_row(wording, node, child) for child in node.children),
        gates=(
            *(_say_stage(wording, stage) for stage in node.stages),
            *(_say_note(wording, note) for note in node.notes),
            *(_say_gate(wording, gate) for gate in node.gates),
        ),
        trail=tuple((item.id, title_of(wording, item)) for item in trail[:-1]),
        toolkit=root.toolkit,
        engine=root.engine,
    )


def _say_state(wording: Wording, node: Explanation) -> Phrase:
    if node.kind != "question":
        return wording.phrase(node.state)
    return wording.state(node.id, node.state)


def title_of(wording: Wording, node: Explanation) -> Phrase:
    """Give a node's title; the node above all pillars is the whole."""
    if node.kind == "total" or not node.title:
        return Phrase(wording.translator.gettext("The whole"), wording.translator.code)
    return wording.phrase(node.title)


def _find_trail(node: Explanation, node_id: str) -> tuple[Explanation, ...] | None:
    if node.id == node_id:
        return (node,)
    for child in node.children:
        found = _find_trail(child, node_id)
        if found is not None:
            return (node, *found)
    return None


def _show_params(wording: Wording, message: Message) -> dict[str, object]:
    """Show the numbers of a sentence as numbers are shown everywhere."""
    shown: dict[str, object] = {}
    for name, value in message.params.items():
        is_real = isinstance(value, float)
        shown[name] = (
            show_number(value, wording.translator, decimals=_decimals_of(value))
            if is_real and isinstance(value, float)
            else value
        )
    return shown


def _decimals_of(value: float) -> int:
    return 0 if value.is_integer() else EXACT_DECIMALS


def _show_sum(wording: Wording, node: Explanation) -> str:
    parts = [child.contribution for child in node.children if child.contribution is not None]
    if not parts:
        return MISSING
    return show_number(sum(parts), wording.translator, decimals=PART_DECIMALS)


def _build_row(wording: Wording, node: Explanation, child: Explanation) -> ExplanationRow:
    translator = wording.translator
    reasons = {item.id: item.reason for item in node.left_out}
    counted = sum(item.weight for item in node.children if item.id not in reasons)
    counts = child.id not in reasons and counted > 0
    return ExplanationRow(
        id=child.id,
        kind=child.kind,
        title=title_of(wording, child),
        answer=_say_state(wording, child),
        weight=show_number(child.weight, translator, decimals=_decimals_of(child.weight) and 2),
        share=show_percent(child.weight / counted, translator, decimals=1) if counts else MISSING,
        score=show_score(child.value if counts else None, translator, decimals=1),
        contribution=show_number(
            child.contribution if counts else None, translator, decimals=PART_DECIMALS
        ),
        coverage=show_coverage(child.coverage, translator),
        left_out=translator.gettext(_REASONS[reasons[child.id]]) if child.id in reasons else "",
        has_more=bool(child.children) or child.kind in {"question", "leaf"},
    )


def _say_stage(wording: Wording, stage: StageEffect) -> str:
    text = _STAGES[stage.met, stage.reached]
    said = _say_condition(wording, stage.needs)
    return wording.translator.gettext(text, stage=stage.stage, condition=said)


def _say_note(wording: Wording, note: Message) -> str:
    shown = _show_params(wording, note)
    if "condition" in shown:
        shown["condition"] = _say_condition(wording, str(shown["condition"]))
    return wording.translator.gettext(note.text, **shown)


def _say_condition(wording: Wording, condition: str) -> str:
    translator = wording.translator
    return say_expression(
        condition,
        wording.toolkit,
        translator,
        text=lambda original: wording.phrase(original).as_text(translator),
    )


def _say_gate(wording: Wording, gate: GateEffect) -> str:
    translator = wording.translator
    reason = wording.phrase(gate.reason).as_text(translator)
    cap = show_number(gate.cap, translator, decimals=1)
    if not gate.acted:
        return translator.gettext("Not held to %(cap)s: %(reason)s", cap=cap, reason=reason)
    return translator.gettext(
        "Held to %(cap)s, was %(before)s: %(reason)s",
        cap=cap,
        before=show_number(gate.before, translator, decimals=1),
        reason=reason,
    )
