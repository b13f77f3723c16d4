"""What conditions did to one number: stages reached, a share deducted, gates that capped it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.scoring.condition import FALSE, TRUE, UNDEFINED
from app.scoring.finishing import stage_reached
from app.scoring.kernel import Run
from app.scoring.plan import Plan

_VERDICTS: Final[Mapping[int, bool | None]] = {TRUE: True, FALSE: False, UNDEFINED: None}


@dataclass(frozen=True, slots=True)
class GateEffect:
    """A gate on a node: condition, cap, whether it acted, and the value before and after it."""

    condition: str
    reason: str
    cap: float
    acted: bool
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class StageEffect:
    """A stage of a node: what it needs, whether that is met (None: undefined), and if reached.

    It is reached if it is met together with all stages below it.
    """

    stage: int
    needs: str
    met: bool | None
    reached: bool


@dataclass(frozen=True, slots=True)
class DeductionEffect:
    """A share (0..1) taken off a node: condition, whether it acted, the value before and after.

    `after` is the value before rounding and gates.
    """

    condition: str
    share: float
    acted: bool
    before: float | None
    after: float | None


def gate_effects(plan: Plan, run: Run, row: int) -> Iterator[GateEffect]:
    """Give what each gate of a row did to the only unit, in the order in which they act."""
    before = run.trace.before.get(row)
    if before is None:
        return
    value = float(before[0])
    has = bool(run.frame.has[row, 0] > 0.0)
    gates = (gate for storey in plan.storeys for gate in storey.gates if gate.row == row)
    for gate in gates:
        acted = bool(run.trace.acted[gate.place][0])
        after = min(value, gate.gate.cap) if acted else value
        yield GateEffect(
            gate.gate.if_,
            gate.gate.reason,
            gate.gate.cap,
            acted,
            value if has else None,
            after if has else None,
        )
        value = after


def stage_effects(plan: Plan, run: Run, row: int) -> Iterator[StageEffect]:
    """Give the stages of a row and how far the only unit came, from the first upwards."""
    verdicts = run.trace.needs.get(row)
    if verdicts is None:
        return
    reached = stage_reached(verdicts[:, 0])
    stages = sorted(plan.nodes[row].rule.stages, key=lambda each: each.stage)
    for place, (stage, verdict) in enumerate(zip(stages, verdicts[:, 0].tolist(), strict=True)):
        yield StageEffect(stage.stage, stage.needs, _VERDICTS[verdict], place < reached)


def deduction_of(plan: Plan, run: Run, row: int) -> DeductionEffect | None:
    """Give what was deducted from a row; None where its definition deducts nothing."""
    rule = plan.nodes[row].rule.deduct
    whole = run.trace.whole.get(row)
    if rule is None or whole is None:
        return None
    acted = bool(run.trace.deducted[row][0])
    before = float(whole[0])
    after = before * (1.0 - rule.share) if acted else before
    has = bool(run.frame.has[row, 0] > 0.0)
    return DeductionEffect(
        rule.if_, rule.share, acted, before if has else None, after if has else None
    )
