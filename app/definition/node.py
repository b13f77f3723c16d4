"""How one node of a tree is computed from its children."""

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from app.definition.model import Model, Number, ShortForm, Text, Whole

Method = Literal[
    "mean",
    "geometric",
    "harmonic",
    "power",
    "median",
    "min",
    "max",
    "sum",
    "stage",
    "floor-mean",
    "copeland",
]


class Rounding(Model):
    """Rounding inside a computation, where a published method rounds on the way."""

    decimals: Whole = 0
    mode: Literal["half-up", "half-even", "floor", "ceiling"] = "half-up"


class Stage(Model):
    """A stage of the method `stage`, and the expression that must be true to reach it."""

    stage: Whole
    needs: Text


class Deduct(Model):
    """A share of the value that is taken off while an expression is true."""

    if_: Text = Field(alias="if")
    share: Number


class NodeRule(Model):
    """The method of a node and what the method needs.

    `p` is the exponent of the method power; `floor` the value that every smaller one counts as;
    `out_of` and `cap` belong to sums. None means: not written.
    """

    method: Method = "mean"
    p: Number | None = None
    floor: Number | None = None
    cap: Number | None = None
    out_of: Number | None = None
    round: Rounding | None = None
    stages: tuple[Stage, ...] = ()
    deduct: Deduct | None = None


def _name_method(value: object) -> object:
    return {"method": value} if isinstance(value, str) else value


RuleOrMethod = Annotated[NodeRule, BeforeValidator(_name_method), ShortForm(get_args(Method))]
"""A rule, or the bare name of its method."""


class Node(Model):
    """The keys by which a pillar or topic may name its own rule."""

    method: Method | None = None
    p: Number | None = None
    floor: Number | None = None
    cap: Number | None = None
    out_of: Number | None = None
    round: Rounding | None = None
    stages: tuple[Stage, ...] = ()
    deduct: Deduct | None = None

    @property
    def rule(self) -> NodeRule | None:
        """The rule as far as the node writes one itself, else None."""
        own = self.rule_over(NodeRule())
        return None if own == NodeRule() and self.method is None else own

    def rule_over(self, default: NodeRule) -> NodeRule:
        """Give the rule of this node: its own keys where written, else those of `default`.

        A node that names another method than the default takes nothing else from it.
        """
        own = {name: getattr(self, name) for name in NodeRule.model_fields if name in RULE_KEYS}
        written = {name: value for name, value in own.items() if value not in (None, ())}
        if self.method is not None and self.method != default.method:
            return NodeRule().model_copy(update=written)
        return default.model_copy(update=written)


RULE_KEYS = frozenset(NodeRule.model_fields) - frozenset(Model.model_fields)
"""The keys by which a node names its own rule."""
