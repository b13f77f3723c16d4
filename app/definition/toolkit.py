"""A toolkit: its head, its scoring, its pillars, topics and questions, and its indices."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Literal, Self

from pydantic import Field, model_validator

from app.definition.grammar import Expression, names_in, parse_expression
from app.definition.index import Family, Index
from app.definition.model import (
    Identifier,
    LanguageCode,
    Model,
    Number,
    Text,
    Texts,
    ToolkitId,
    Truth,
    Version,
)
from app.definition.node import Deduct, Node, NodeRule, Rounding, Stage
from app.definition.question import (
    Basis,
    Hint,
    Level,
    Option,
    Question,
    Related,
    Scope,
    Valid,
)
from app.definition.scheme import (
    Aggregate,
    Band,
    Coverage,
    Gate,
    Rule,
    Scale,
    ScaleLevel,
    Scoring,
    View,
)
from app.definition.translation.place import place_texts

__all__ = [
    "Aggregate",
    "Answering",
    "Band",
    "Basis",
    "Coverage",
    "Deduct",
    "Gate",
    "Hint",
    "Level",
    "NodeRule",
    "Option",
    "Parameter",
    "ParameterOption",
    "Pillar",
    "Process",
    "Question",
    "Related",
    "Rounding",
    "Rule",
    "Scale",
    "ScaleLevel",
    "Scoring",
    "Source",
    "Stage",
    "Toolkit",
    "Topic",
    "Valid",
    "View",
]

TOTAL = "total"
"""The reserved id of the node above all pillars."""


class Topic(Node):
    """A group of questions, or of topics."""

    id: Identifier
    title: Text
    weight: Number = 1.0
    topics: tuple["Topic", ...] = Field(default=())
    questions: tuple[Question, ...] = ()
    note: Text | None = None

    @property
    def children(self) -> tuple["Topic | Question", ...]:
        """Topics, then questions."""
        return (*self.topics, *self.questions)


class Pillar(Node):
    """A main part of a toolkit, and the family it belongs to in the common profile."""

    id: Identifier
    family: Family
    title: Text
    definition: str = ""
    weight: Number = 1.0
    band_actions: Mapping[str, Text] = Field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = ()
    note: Text | None = None

    @property
    def children(self) -> tuple[Topic | Question, ...]:
        """Topics, then questions."""
        return (*self.topics, *self.questions)


class Source(Model):
    """Something a question, level or index rests on."""

    title: Text
    url: Text | None = None
    licence: Text | None = None
    note: Text | None = None


class ParameterOption(Model):
    """One value of a parameter: its title in lists, its form inside sentences (else the title)."""

    title: Text
    in_text: str = ""
    references: Mapping[str, Texts] = Field(default_factory=dict)


class Parameter(Model):
    """What an assessment is told before the first question, such as the sector."""

    title: Text
    required: Truth = False
    note: Text | None = None
    options: Mapping[str, ParameterOption] = Field(min_length=1)


class Process(Model):
    """How an assessment is run: for the pre-work pack."""

    coordinator: Text | None = None
    respondents: Texts = ()
    steps: Texts = ()


class Answering(Model):
    """How to answer, shown beside the questions."""

    choose: Text | None = None
    unknown: Text | None = None
    not_applicable: Text | None = None
    federal: Text | None = None
    small_countries: Text | None = None


class Toolkit(Model):
    """A whole definition, as read and checked."""

    format: Literal["eready-toolkit/1"]
    id: ToolkitId
    version: Version
    status: Literal["idea", "draft", "circulated", "revised", "final", "retired"]
    language: LanguageCode
    title: Text
    summary: Text
    disclaimer: str = ""
    scopes: tuple[Scope, ...] = Field(min_length=1)
    people_in_focus: Texts = ()
    parameters: Mapping[str, Parameter] = Field(default_factory=dict)
    answering: Answering = Answering()
    process: Process = Process()
    sources: Mapping[str, Source] = Field(default_factory=dict)
    references: Mapping[str, Texts] = Field(default_factory=dict)
    scale: Scale
    scales: Mapping[str, Scale] = Field(default_factory=dict)
    scoring: Scoring
    pillars: tuple[Pillar, ...] = Field(min_length=1)
    indices: tuple[Index, ...] = ()

    @model_validator(mode="after")
    def _place_texts(self) -> Self:
        place_texts(self)
        return self

    def __hash__(self) -> int:
        """Hash by content, so that a toolkit may be the key of a cache."""
        return hash(self.content_hash)

    @cached_property
    def canonical(self) -> str:
        """The canonical JSON: keys in the order of the models, only those written, no spaces.

        Mappings that an author orders (options of a parameter, sources) keep that order.
        """
        data = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256, in hex, of the canonical JSON in UTF-8."""
        return sha256(self.canonical.encode("utf-8")).hexdigest()

    @property
    def is_open(self) -> bool:
        """Whether visitors may use it."""
        return self.status in {"circulated", "revised", "final"}

    @property
    def usual_scope(self) -> Scope:
        """The scope that is meant where none is named: country, else the first."""
        return "country" if "country" in self.scopes else self.scopes[0]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order in which they are asked."""
        return tuple(node for node, _ in self._walk() if isinstance(node, Question))

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, parents before their children."""
        return tuple(node for node, _ in self._walk() if isinstance(node, Topic))

    @cached_property
    def _nodes(self) -> Mapping[str, tuple[Pillar | Topic | Question, Pillar]]:
        return {node.id: (node, pillar) for node, pillar in self._walk()}

    def _walk(self) -> Iterator[tuple[Pillar | Topic | Question, Pillar]]:
        for pillar in self.pillars:
            for node in walk(pillar):
                yield node, pillar

    def question(self, question_id: str) -> Question:
        """Give the question with this id; KeyError if there is none."""
        found = self._nodes[question_id][0]
        if not isinstance(found, Question):
            raise KeyError(question_id)
        return found

    def node(self, node_id: str) -> Pillar | Topic | Question | View:
        """Give the pillar, topic, question or view with this id; KeyError if there is none."""
        if node_id in self._nodes:
            return self._nodes[node_id][0]
        for view in self.scoring.views:
            if view.id == node_id:
                return view
        raise KeyError(node_id)

    def pillar_of(self, node_id: str) -> Pillar:
        """Give the pillar that holds a question or topic; KeyError if there is none."""
        return self._nodes[node_id][1]

    def index(self, role: str) -> Index | None:
        """Give the first index with this role."""
        return next((index for index in self.indices if index.role == role), None)

    @cached_property
    def conditions(self) -> Mapping[str, Expression]:
        """The parsed condition of each question that has one, by the id of the question."""
        return {one.id: parse_expression(one.when) for one in self.questions if one.when}

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """The questions whose conditions look at a question, by its id, in the order of asking."""
        found: dict[str, dict[str, None]] = {}
        for question_id, expression in self.conditions.items():
            for function, name in names_in(expression):
                if function in {"level", "value", "answered"}:
                    found.setdefault(name, {})[question_id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def levels_of(self, question: Question) -> Scale:
        """Give the scale a question uses: its own where it names one, else that of the toolkit."""
        return self.scale if question.scale is None else self.scales[question.scale]

    def rule_of(self, node: Pillar | Topic) -> NodeRule:
        """Give the rule of a pillar or topic: its own keys over those of its storey."""
        aggregate = self.scoring.aggregate
        return node.rule_over(aggregate.pillar if isinstance(node, Pillar) else aggregate.topic)


def walk(node: Pillar | Topic) -> Iterator[Pillar | Topic | Question]:
    """Give a node and everything below it, parents first, topics before questions."""
    yield node
    for child in node.children:
        if isinstance(child, Topic):
            yield from walk(child)
        else:
            yield child
