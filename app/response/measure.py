"""How an answer turns into points: the shapes that the kinds of questions share.

A measure gives each possible value a code (a double), so that many answers can be kept and computed
as one array. What the codes are worth is written here as data; the computation is done by
`app.scoring`, over all units at once.
"""

from dataclasses import dataclass

from app.response.answer import Value

MOST_OPTIONS = 53
"""Ticked options are the bits of a double, which holds whole numbers of 53 bits exactly."""


@dataclass(frozen=True, slots=True)
class Steps:
    """One of a few values, each with its points; the code is its place in the list.

    Attributes:
        values: The values, in the order of the definition.
        points: 0..100, one for each value.
        levels: The level that a value stands for; None where values are no levels.
        states: The text that describes each value.
        actions: What to do next from each value.
    """

    values: tuple[int | str, ...]
    points: tuple[float, ...]
    levels: tuple[int | None, ...]
    states: tuple[str, ...]
    actions: tuple[str, ...]

    def code_of(self, value: Value) -> float:
        """Give the code of a value; ValueError for one that is not listed."""
        return float(self.values.index(value))

    def value_of(self, code: float) -> Value:
        """Give the value of a code."""
        return self.values[int(code)]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Any of several options; the code has one bit for each ticked option.

    Points are 100 x the sum of the ticked options' points / `out_of`, held to 0..100.
    """

    values: tuple[str, ...]
    points: tuple[float, ...]
    exclusive: tuple[bool, ...]
    out_of: float
    states: tuple[str, ...]
    actions: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what a double cannot hold."""
        if len(self.values) > MOST_OPTIONS:
            raise ValueError(f"A question can have at most {MOST_OPTIONS} options.")

    def code_of(self, value: Value) -> float:
        """Give the code of option ids; ValueError for one that is not listed."""
        ids = value if isinstance(value, tuple) else ()
        return float(sum({1 << self.values.index(option) for option in ids}))

    def value_of(self, code: float) -> Value:
        """Give the ticked option ids of a code, in the order of the definition."""
        bits = int(code)
        return tuple(option for place, option in enumerate(self.values) if bits >> place & 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one level of a number begins: in raw units, or on points after direction."""

    level: int
    from_: float | None
    from_points: float | None
    state: str
    action: str


@dataclass(frozen=True, slots=True)
class Line:
    """A number between two goalposts; the code is the number itself.

    Attributes:
        minimum: Lower goalpost in raw units; None where only levels count.
        maximum: Upper goalpost.
        lower: Whether less is better.
        log: Whether goalposts and value are taken by their logarithm.
        by_level: Whether the points are those of the level reached.
        marks: The levels from the lowest to the highest; may be empty.
        highest: The highest level of the question's scale.
        valid: The limits of input, None where open.
    """

    minimum: float | None
    maximum: float | None
    lower: bool
    log: bool
    by_level: bool
    marks: tuple[Mark, ...]
    highest: int
    valid: tuple[float | None, float | None]

    def code_of(self, value: Value) -> float:
        """Give the number as a double; TypeError for anything else."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{value!r} is not a number.")
        return float(value)

    def value_of(self, code: float) -> Value:
        """Give the number itself."""
        return code


Measure = Steps | Ticks | Line
