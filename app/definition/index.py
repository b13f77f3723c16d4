"""A composite index: a tree over published figures and over scores of a questionnaire."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Final, Literal, get_args

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from app.definition.model import (
    NUMBER,
    Identifier,
    Model,
    Number,
    ShortForm,
    Text,
    Texts,
    Truth,
    Whole,
    read_answer_value,
)
from app.definition.node import Deduct, Method, Rounding, Stage
from app.definition.question import NO_BASIS, Basis, Direction

Missing = Literal["skip", "propagate", "zero"]
CoverageOf = Literal["weight", "leaves", "children"]
Family = Literal["infrastructure", "policy", "management", "outreach"]


def _none_is_absent(value: object) -> object:
    return None if value == "none" else value


def _named(key: str) -> BeforeValidator:
    def name(value: object) -> object:
        return {key: value} if isinstance(value, str) else value

    return BeforeValidator(name)


Year = Literal["latest", "edition"]
TransformMethod = Literal["none", "log10", "log1p", "sqrt", "ln"]
ImputeMethod = Literal["mean", "median", "last"]
Normalisation = Literal[
    "minmax",
    "zscore",
    "goalposts",
    "rank",
    "percentile-rank",
    "borda",
    "distance-to-best",
    "distance-to-unit",
    "distance-to-target",
    "distance-to-point",
    "share-of-max",
    "scaled",
    "none",
]


class Bounds(Model):
    """Where the ends of a normalisation come from: the data, fixed, percentiles or a file."""

    source: Literal["data", "fixed"] | None = None
    percentile: tuple[Number, Number] | None = None
    reference: Text | None = None


class Normalise(Model):
    """A normalisation and its parameters; those that a method does not use are None."""

    method: Normalisation
    minimum: Number | None = None
    maximum: Number | None = None
    clamp: Truth = True
    to: tuple[Number, Number] = (0.0, 100.0)
    bounds: Annotated[Bounds, _named("source"), ShortForm(("data", "fixed"))] | None = None
    mean: Number | None = None
    sd: Number | None = None
    population: Truth = False
    unit: Text | None = None
    target: Number | None = None
    point: Number | None = None
    sides: Literal["one", "two"] | None = None
    low: Number | None = None
    high: Number | None = None
    factor: Number | None = None


class Transform(Model):
    """A transformation of a raw value; `shift` is added first under ln."""

    method: TransformMethod = "none"
    shift: Number | None = None


NO_TRANSFORM: Final = Transform()


class Winsorise(Model):
    """When extreme points are pulled in, and how many at most."""

    most: Whole = 5
    skew: Number = 2.0
    kurtosis: Number = 3.5


class Treat(Model):
    """The treatment of extreme values."""

    winsorise: Winsorise


class Impute(Model):
    """How a missing cell is filled, within the group that a column names."""

    method: ImputeMethod
    group: Text | None = None


class Exclude(Model):
    """Units whose figure is left out, and why."""

    codes: tuple[Text, ...] = Field(min_length=1)
    reason: Text


AnswerValue = Annotated[
    Literal["skip"] | float,
    PlainValidator(read_answer_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": f"^(?:skip|{NUMBER.pattern})$"},
            ]
        }
    ),
]
NormaliseOrName = Annotated[Normalise, _named("method"), ShortForm(get_args(Normalisation))]
TransformOrName = Annotated[Transform, _named("method"), ShortForm(get_args(TransformMethod))]
TreatOrNone = Annotated[Treat | None, BeforeValidator(_none_is_absent), ShortForm(("none",))]
ImputeOrNone = Annotated[
    Impute | None,
    _named("method"),
    BeforeValidator(_none_is_absent),
    ShortForm(("none", *get_args(ImputeMethod))),
]


class IndexLeaf(Model):
    """A column of the data, or (with `pillar`) a score of the questionnaire.

    Title and unit may be left out where the id is an indicator of the reference data.
    """

    id: Identifier
    title: str = ""
    unit: str = ""
    weight: Number = 1.0
    pillar: Text | None = None
    coverage: Number = 0.0
    direction: Direction = "higher"
    answers: Mapping[str, AnswerValue] = Field(default_factory=dict)
    denominate: Text | None = None
    impute: ImputeOrNone = None
    clip: tuple[Number, Number] | None = None
    transform: TransformOrName = Field(default_factory=lambda: NO_TRANSFORM)
    treat: TreatOrNone = None
    normalise: NormaliseOrName | None = None
    round: Rounding | None = None
    year: Year = "latest"
    drop_after: Number | None = None
    exclude: Exclude | None = None
    basis: Basis = Field(default_factory=lambda: NO_BASIS)
    family: Family | None = None
    pillar_of: Text | None = None
    below_country: Text | None = None
    sources: Texts = ()
    note: Text | None = None


def _is_node(value: object) -> str:
    holds = "of" in value if isinstance(value, Mapping) else isinstance(value, IndexNode)
    return "node" if holds else "leaf"


class IndexNode(Model):
    """A node over nodes and leaves.

    `coverage` is the least coverage for its value to exist; `after` a second normalisation.
    """

    id: Identifier
    title: str = ""
    weight: Number = 1.0
    method: Method = "mean"
    p: Number | None = None
    floor: Number | None = None
    cap: Number | None = None
    out_of: Number | None = None
    round: Rounding | None = None
    stages: tuple[Stage, ...] = ()
    deduct: Deduct | None = None
    coverage: Number = 0.0
    coverage_of: CoverageOf = "weight"
    missing: Missing = "skip"
    family: Family | None = None
    pillar_of: Text | None = None
    after: NormaliseOrName | None = None
    note: Text | None = None
    of: tuple[
        Annotated[
            Annotated["IndexNode", Tag("node")] | Annotated[IndexLeaf, Tag("leaf")],
            Discriminator(_is_node),
        ],
        ...,
    ] = Field(min_length=1)


class Defaults(Model):
    """What nodes and leaves of an index take where they say nothing themselves."""

    normalise: NormaliseOrName | None = None
    transform: TransformOrName | None = None
    treat: TreatOrNone = None
    impute: ImputeOrNone = None
    direction: Direction | None = None
    year: Year | None = None
    drop_after: Number | None = None
    method: Method | None = None
    missing: Missing | None = None
    coverage: Number | None = None
    coverage_of: CoverageOf | None = None


class Class(Model):
    """A named class of values, lower bound included."""

    id: Identifier
    from_: Number = Field(alias="from")
    name: Text


class Rank(Model):
    """How units are ranked: on the value rounded to `decimals`."""

    order: Literal["descending", "ascending"] = "descending"
    ties: Literal["min"] = "min"
    decimals: Whole | None = None


class Uncertainty(Model):
    """What varies when the uncertainty of an index is measured."""

    weights: Number | None = None
    normalise: tuple[Normalisation, ...] = ()
    method: tuple[Method, ...] = ()
    impute: tuple[Literal["none", "mean", "median", "last"], ...] = ()
    missing: Literal["uniform"] | None = None


class Variant(Model):
    """A way to read the index, used while its condition holds; `tree` names the node it shows."""

    id: Identifier
    when: Text
    tree: Text | None = None
    compare: Literal["same-scope"] | None = None
    rank: Truth = True


NODE_DEFAULTS: Final = ("method", "missing", "coverage", "coverage_of")
LEAF_DEFAULTS: Final = (
    "normalise",
    "transform",
    "treat",
    "impute",
    "direction",
    "year",
    "drop_after",
)


def _fill(branch: object, defaults: Mapping[str, object]) -> object:
    """Write the defaults into a tree of raw values, so that every node says all of its own rule."""
    if not isinstance(branch, Mapping):
        return branch
    children = branch.get("of")
    if not isinstance(children, list | tuple):
        keys = () if "pillar" in branch else LEAF_DEFAULTS
        return {**{key: defaults[key] for key in keys if key in defaults}, **branch}
    own = {key: defaults[key] for key in NODE_DEFAULTS if key in defaults}
    return {**own, **branch, "of": [_fill(child, defaults) for child in children]}


class Index(Model):
    """A composite index. Its defaults are already written into the nodes and leaves of `tree`."""

    format: Literal["eready-index/1"]
    id: Identifier
    title: Text
    role: Literal["by-data", "headline", "other"] = "other"
    note: Text | None = None
    defaults: Defaults = Defaults()
    tree: IndexNode
    classes: tuple[Class, ...] = ()
    rank: Rank = Rank()
    uncertainty: Uncertainty | None = None
    variants: tuple[Variant, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _write_defaults(cls, data: object) -> object:
        if not isinstance(data, Mapping) or not isinstance(data.get("defaults"), Mapping):
            return data
        try:
            defaults = Defaults.model_validate(data["defaults"])
        except ValidationError:
            return data  # told where the defaults stand, not at every leaf
        written = {key: getattr(defaults, key) for key in defaults.model_fields_set}
        return {**data, "defaults": defaults, "tree": _fill(data.get("tree"), written)}

    @cached_property
    def nodes(self) -> tuple[IndexNode, ...]:
        """All nodes in file order, parents first."""
        return tuple(part for part in _walk(self.tree) if isinstance(part, IndexNode))

    @cached_property
    def leaves(self) -> tuple[IndexLeaf, ...]:
        """All leaves in file order."""
        return tuple(part for part in _walk(self.tree) if isinstance(part, IndexLeaf))

    def node(self, node_id: str) -> IndexNode | IndexLeaf:
        """Give the node or leaf with this id; KeyError if there is none."""
        for part in _walk(self.tree):
            if part.id == node_id:
                return part
        raise KeyError(node_id)


def _walk(node: IndexNode) -> Iterator[IndexNode | IndexLeaf]:
    yield node
    for child in node.of:
        if isinstance(child, IndexNode):
            yield from _walk(child)
        else:
            yield child
