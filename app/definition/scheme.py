"""How answers become scores: scale, bands, aggregation, coverage, consistency, gates, views."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from app.definition.model import Identifier, Model, Number, OneOrMore, Text, Truth, Whole
from app.definition.node import NodeRule, RuleOrMethod


class ScaleLevel(Model):
    """The name and general meaning of one level of a scale."""

    level: Whole
    name: Text
    meaning: str = ""


class Scale(Model):
    """Consecutive whole levels from the lowest to the highest."""

    levels: tuple[ScaleLevel, ...] = Field(min_length=1)

    @property
    def lowest(self) -> int:
        """The lowest level."""
        return self.levels[0].level

    @property
    def highest(self) -> int:
        """The highest level."""
        return self.levels[-1].level


class Band(Model):
    """A named stretch of 0..100, lower bound included."""

    id: Identifier
    from_: Number = Field(alias="from")
    name: Text
    meaning: str = ""
    next_step: str = ""


class Rule(Model):
    """A consistency rule: where `if_` is true and `then` is false, `say` is reported."""

    if_: Text = Field(alias="if")
    then: Text
    say: Text


class Gate(Model):
    """While `if_` is true the node is held to `cap`."""

    if_: Text = Field(alias="if")
    node: Text
    cap: Number
    reason: str = ""
    enabled: Truth = True


class View(Model):
    """A mean of the questions that carry one of the listed values for every listed tag."""

    id: Identifier
    title: Text
    tag: Mapping[str, OneOrMore] = Field(min_length=1)
    bands: tuple[Band, ...] = ()


class Coverage(Model):
    """The least coverage, 0..1, for a value to be shown."""

    topic: Number = 0.0
    pillar: Number = 0.0
    total: Number = 0.0
    quick: Number = 0.5


class Aggregate(Model):
    """The rule of each storey of the tree, where a node does not name its own."""

    topic: RuleOrMethod = NodeRule()
    pillar: RuleOrMethod = NodeRule()
    total: RuleOrMethod = NodeRule()


class Scoring(Model):
    """How answers become scores."""

    aggregate: Aggregate
    coverage: Coverage
    unknown: Literal["exclude", "zero"]
    evidence_from_level: Whole = 2
    bands: tuple[Band, ...] = Field(min_length=1)
    consistency: tuple[Rule, ...] = ()
    gates: tuple[Gate, ...] = ()
    views: tuple[View, ...] = ()
