"""The scores of many units as arrays."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from app.scoring.array import Codes, Counts, Floats
from app.scoring.kernel import FINDINGS, STATUSES
from app.scoring.plan import Plan
from app.scoring.result import ScoreFinding
from app.scoring.table import AnswerTable


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The scores of U units on R rows, parents first, views last.

    Attributes:
        units: Names, in the order given.
        nodes: Ids, in tree order.
        value: What parents read, NaN where there is none; shape (R, U).
        low, high, coverage: As in NodeScore; shape (R, U).
        counted, applicable: Questions below with points, and that apply; shape (R, U).
        status: Place in STATUSES; shape (R, U).
    """

    units: tuple[str, ...]
    nodes: tuple[str, ...]
    value: Floats
    low: Floats
    high: Floats
    coverage: Floats
    counted: Counts
    applicable: Counts
    status: Codes
    plan: Plan = field(repr=False)
    answers: AnswerTable = field(repr=False)

    def score(self, node_id: str) -> Floats:
        """Give the published scores of one node, NaN where it is not shown; shape (U,)."""
        row = self.nodes.index(node_id)
        return np.where(self.status[row] == 0, self.value[row], np.nan)

    def findings(self) -> Iterator[ScoreFinding]:
        """Give every node without a value for a reason of its own, unit after unit."""
        for column, row in np.argwhere((self.status >= len(STATUSES) - len(FINDINGS)).T):
            status = STATUSES[self.status[row, column]]
            yield ScoreFinding(status, self.units[column], self.nodes[row])
