"""Which variant of an index a unit is read by: the first whose condition is true."""

import numpy as np

from app.scoring.condition import TRUE, judge
from app.scoring.index.fact import IndexFacts
from app.scoring.index.result import PUBLISHED, IndexScores
from app.scoring.plan import read_condition


def choose_variants(scores: IndexScores, scope: str) -> None:
    """Use, for every unit, the first variant whose condition is true."""
    variants = scores.plan.index.variants
    if not variants:
        return
    shown = np.where(scores.status == PUBLISHED, scores.value, np.nan)
    facts = IndexFacts(scores.plan, scope, shown, scores.coverage, scores.raw)
    for place, variant in enumerate(variants):
        holds = judge(read_condition(variant.when), facts) == TRUE
        scores.variant[(scores.variant < 0) & holds] = place
