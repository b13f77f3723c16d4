"""What stands in the way of a number of an index: never a silent gap."""

from dataclasses import dataclass
from typing import Final

WHY: Final = {
    "constant": "all units have the same value, so it tells nothing apart; it is missing",
    "empty": "no value lies below it",
    "missing": "no unit has a value",
    "non-positive": "a value of 0 or less has no place here",
    "zero-weights": "the weights of what applies sum to zero",
    "zero-denominator": "it would be divided by 0",
    "nothing-in-common": "two units have no criterion both have a value for",
    "no-reference": "the reference has no statistics for it",
    "no-unit": "the unit it is measured against has no value",
    "target-passed": "every unit lies beyond the target",
    "treat-bounds": "extreme values remain; a logarithm would leave the bounds behind",
}
"""The rules that give findings, each with what it means."""

_MOST_UNITS: Final = 8


@dataclass(frozen=True, slots=True)
class IndexFinding:
    """A node or leaf that has no value, for some units or (with none named) for all."""

    rule: str
    node: str
    units: tuple[str, ...] = ()

    def __str__(self) -> str:
        names = ", ".join(self.units[:_MOST_UNITS])
        more = len(self.units) - _MOST_UNITS
        if more > 0:
            names += f" and {more} more"
        who = f" ({names})" if names else ""
        return f"{self.node}{who}: {WHY[self.rule]} [{self.rule}]"
