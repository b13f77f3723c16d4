"""What happens to a value after its method: stages reached, deductions, rounding, gates.

Every run of a unit is judged by its own facts: low and high by what would be answered there.
"""

from dataclasses import dataclass, field

import numpy as np

from app.scoring.array import Codes, Floats, Truths
from app.scoring.condition import TRUE, Facts, judge, published
from app.scoring.plan import Ladder, Plan, Storey
from app.scoring.rounding import round_node
from app.scoring.tree import Frame


@dataclass(frozen=True, slots=True)
class Trace:
    """What conditions did on the way, over all runs of all units.

    Attributes:
        before: The values of gated rows before their gates.
        acted: Which gates acted, by their place in the definition.
        whole: The values of rows with a deduction before it.
        deducted: Whether the share was taken off.
        needs: What each stage of a row needs: TRUE, FALSE or UNDEFINED; shape (stages, runs).
    """

    before: dict[int, Floats] = field(default_factory=dict)
    acted: dict[int, Truths] = field(default_factory=dict)
    whole: dict[int, Floats] = field(default_factory=dict)
    deducted: dict[int, Truths] = field(default_factory=dict)
    needs: dict[int, Codes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finish:
    """What stages, deductions, roundings and gates read and write."""

    plan: Plan
    frame: Frame
    facts: Facts | None
    tolerance: float
    trace: Trace = field(default_factory=Trace)

    def finish(self, storey: Storey) -> None:
        """Carry the values of one storey from what the method gave to what parents read."""
        value = self.frame.value
        for ladder in storey.ladders:
            self._climb(ladder)
        for deduction in storey.deductions:
            row = deduction.row
            self.trace.whole[row] = value[row].copy()
            acts = judge(deduction.condition, self._facts_now()) == TRUE
            self.trace.deducted[row] = acts
            value[row] *= np.where(acts, 1.0 - deduction.share, 1.0)
        for row, rounding, out_of in storey.roundings:
            value[row] = round_node(value[row], rounding, out_of)
        for gate in storey.gates:
            row = gate.row
            self.trace.before.setdefault(row, value[row].copy())
            acts = judge(gate.condition, self._facts_now()) == TRUE
            value[row] = np.where(acts, np.minimum(value[row], gate.gate.cap), value[row])
            self.trace.acted[gate.place] = acts

    def _climb(self, ladder: Ladder) -> None:
        """Give a row 100 x k/K: k the highest of K stages met with all below it."""
        facts = self._facts_now()
        verdicts = np.vstack([judge(condition, facts) for condition in ladder.needs])
        reached = np.logical_and.accumulate(verdicts == TRUE, axis=0).sum(axis=0)
        share = np.minimum(100.0 * reached / len(ladder.needs), ladder.most)
        self.frame.value[ladder.row] = np.where(self.frame.has[ladder.row] > 0.0, share, 0.0)
        self.trace.needs[ladder.row] = verdicts

    def _facts_now(self) -> Facts:
        facts = self.facts
        if facts is None:
            raise RuntimeError("Conditions without facts.")
        frame = self.frame
        filled = np.where(frame.applies > 0.0, 1.0, np.nan)
        own = np.where(frame.applies > 0.0, frame.coverage, np.nan)
        coverage = np.hstack([own, *[filled] * (frame.runs - 1)])
        return Facts(
            facts.plan, facts.level, facts.code, facts.known, facts.texts,
            published(self.plan, frame, self.tolerance), coverage,
        )  # fmt: skip


def has_conditions(storeys: tuple[Storey, ...]) -> bool:
    """Whether anything above the questions depends on a condition."""
    return any(storey.gates or storey.deductions or storey.ladders for storey in storeys)


def stage_reached(verdicts: Codes) -> int:
    """Give the highest stage met with all below it; `verdicts` are those of one run of one unit."""
    return int(np.logical_and.accumulate(verdicts == TRUE).sum())
