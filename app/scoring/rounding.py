"""Rounding inside a computation, only where a node says so.

A published method may round on the way; nothing else does. Differences below 1e-9 of a unit of the
last decimal kept are noise of the computer's arithmetic and don't decide.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from app.definition.node import Rounding
from app.scoring.array import Floats

NOISE: Final = 1e-9

_ROUND: Final[Mapping[str, Callable[[Floats], Floats]]] = {
    "half-up": lambda value: np.sign(value) * np.floor(np.abs(value) + 0.5 + NOISE),
    "half-even": lambda value: np.rint(np.round(value, 8)),
    "floor": lambda value: np.floor(value + NOISE),
    "ceiling": lambda value: np.ceil(value - NOISE),
}


def round_node(value: Floats, rule: Rounding, out_of: float = 100.0) -> Floats:
    """Round the values of one node to `decimals` by its mode; half-up is half away from zero.

    A node that is out of 5 is rounded on 0 to 5: to whole numbers in steps of 20 of its 100.
    """
    factor = 10.0**rule.decimals * out_of / 100.0
    return _ROUND[rule.mode](value * factor) / factor
