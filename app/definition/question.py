"""A question: what is asked, how it may be answered, and what an answer is worth."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final, Literal

from pydantic import Field

from app.definition.model import Identifier, Model, Number, OneOrMore, Text, Texts, Truth, Whole

Kind = Literal["level", "number", "choice", "multi", "yesno", "text", "date"]
Scope = Literal["country", "subnational", "city", "organisation"]
Direction = Literal["higher", "lower"]


class Level(Model):
    """One observable state of a question, and what to do next from there.

    For a number, `from_` is the lower bound of the level's interval in raw units (included), and
    `from_points` the lower bound on the points.
    """

    level: Whole
    state: str = ""
    action: str = ""
    from_: Number | None = Field(default=None, alias="from")
    from_points: Number | None = None


class Option(Model):
    """One option of a choice or multi question; an exclusive one stands alone."""

    id: Identifier
    text: Text
    points: Number
    exclusive: Truth = False
    action: str = ""


class Valid(Model):
    """The limits of what may be typed in, both included."""

    from_: Number | None = Field(default=None, alias="from")
    to: Number | None = None


class Hint(Model):
    """A starting place in the priority matrix, 1 (small) to 3 (great)."""

    impact: Whole | None = None
    effort: Whole | None = None


class Basis(Model):
    """Where goalposts and levels come from: natural, ours or the id of a source."""

    goalposts: Text | None = None
    levels: Text | None = None
    note: Text | None = None


# Shared by all that say nothing, instead of a copy each: they are frozen.
NO_HINT: Final = Hint()
NO_BASIS: Final = Basis()


class Related(Model):
    """Another question about the same or a near matter, here or as TOOLKIT/QUESTION."""

    question: Text
    kind: Literal["same", "near"]


class Question(Model):
    """One question. Keys that its kind does not use are None or empty."""

    id: Identifier
    kind: Kind
    text: Text
    why: str = ""
    ask: Texts = ()
    evidence: Texts = ()
    weight: Number = 1.0
    quick_check: Truth = False
    scopes: tuple[Scope, ...] = ()
    when: Text | None = None
    not_applicable_when: Text | None = None
    references: Mapping[str, Texts] = Field(default_factory=dict)
    tags: Mapping[str, OneOrMore] = Field(default_factory=dict)
    related: tuple[Related, ...] = ()
    sources: Texts = ()
    hint: Hint = Field(default_factory=lambda: NO_HINT)
    indicator: Text | None = None
    same_as_indicator: Text | None = None
    unit: Text | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    valid: Valid | None = None
    direction: Direction = "higher"
    transform: Literal["linear", "log10"] = "linear"
    score_by: Literal["value", "level"] = "value"
    basis: Basis = Field(default_factory=lambda: NO_BASIS)
    how_to_measure: Text | None = None
    levels: tuple[Level, ...] = ()
    options: tuple[Option, ...] = ()
    points: Mapping[Literal["yes", "partly", "planned", "no"], Number] = Field(default_factory=dict)
    cap: Number | None = None
    out_of: Number | None = None
    scale: Text | None = None
    evidence_from_level: Whole | None = None
    replaces: Text | None = None
    note: Text | None = None

    @cached_property
    def option_ids(self) -> tuple[str, ...]:
        """The ids of the options, in order."""
        return tuple(option.id for option in self.options)

    @cached_property
    def options_by_id(self) -> Mapping[str, Option]:
        """The options by their ids, in order."""
        return {option.id: option for option in self.options}

    def option(self, option_id: str) -> Option:
        """Give the option with this id; KeyError if there is none."""
        return self.options_by_id[option_id]
