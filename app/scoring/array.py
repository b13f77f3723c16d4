"""Names for the arrays of the engine."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
"""Doubles. Two axes are always (row of a tree, unit or run of a unit)."""

Counts: TypeAlias = NDArray[np.int16]
"""How many questions."""

Codes: TypeAlias = NDArray[np.int8]
"""Small codes: states of answers, statuses of nodes."""

Places: TypeAlias = NDArray[np.intp]
"""Row numbers."""

Truths: TypeAlias = NDArray[np.bool_]
