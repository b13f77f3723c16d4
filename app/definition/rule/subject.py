"""What the rules look at: a toolkit or a single index, and what is known around it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import Final

from app.definition.grammar import Expression, ExpressionError, names_in, parse_expression
from app.definition.index import Index, IndexLeaf, IndexNode, Normalise
from app.definition.near import Effort, suggest
from app.definition.node import RULE_KEYS, Node, NodeRule
from app.definition.question import Question
from app.definition.rule.registry import Path
from app.definition.toolkit import TOTAL, Pillar, Toolkit, Topic

MOST_CHARACTERS: Final = 60_000
"""The most characters of expressions that one check reads: more take longer than a second."""
MOST_COMPARED: Final = 20_000
MOST_TRIED: Final = 20_000


@dataclass(frozen=True)
class Condition:
    """An expression where it stands: in `when` of a question, elsewhere, or in an index.

    `is_read` is false where too many expressions stand before it.
    """

    path: Path
    text: str
    question: Question | None = None
    index: Index | None = None
    is_read: bool = True

    @cached_property
    def reading(self) -> Expression | ExpressionError | None:
        """The parsed expression, or why the text is none; None where it is not read."""
        if not self.is_read:
            return None
        try:
            return parse_expression(self.text)
        except ExpressionError as error:
            return error

    @property
    def expression(self) -> Expression | None:
        """The parsed expression; None where the text is none."""
        return None if isinstance(self.reading, ExpressionError) else self.reading

    @cached_property
    def names(self) -> frozenset[tuple[str, str]]:
        """What the expression asks about: pairs of function and id."""
        return frozenset() if self.expression is None else names_in(self.expression)


@dataclass(frozen=True)
class Subject:
    """A definition under examination.

    `toolkit` is None where a single index is checked. `indicators` are the ids of the reference
    data, None where these are not known. `is_whole` is false where parts could not be read: then
    rules keep quiet about names that may stand in those parts.
    """

    toolkit: Toolkit | None
    single: Index | None = None
    indicators: Collection[str] | None = None
    is_whole: bool = True
    comparing: Effort = field(default_factory=lambda: Effort(MOST_COMPARED))
    trying: Effort = field(default_factory=lambda: Effort(MOST_TRIED))

    def near(self, wrong: str, known: Collection[str]) -> str | None:
        """Suggest the known word that somebody may have meant; None where none is near."""
        return suggest(wrong, known) if self.comparing.spend(len(known)) else None

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of the toolkit, each once."""
        return () if self.toolkit is None else tuple(dict.fromkeys(self.toolkit.scopes))

    @cached_property
    def indices(self) -> tuple[tuple[Path, Index], ...]:
        """Every index with its path."""
        if self.single is not None:
            return (((), self.single),)
        found = () if self.toolkit is None else self.toolkit.indices
        return tuple((("indices", place), index) for place, index in enumerate(found))

    @cached_property
    def index_parts(self) -> tuple[tuple[Path, IndexNode | IndexLeaf, Index], ...]:
        """Every node and leaf of every index with its path."""
        return tuple(
            (path, part, index)
            for start, index in self.indices
            for path, part in _index_parts((*start, "tree"), index.tree)
        )

    @cached_property
    def normalisations(self) -> tuple[tuple[Path, Normalise], ...]:
        """Every normalisation with its path; one that stands in the defaults is given once."""
        found: dict[int, tuple[Path, Normalise]] = {}
        for path, index in self.indices:
            if index.defaults.normalise is not None:
                where: Path = (*path, "defaults", "normalise")
                found[id(index.defaults.normalise)] = (where, index.defaults.normalise)
        for path, part, _ in self.index_parts:
            for key in ("normalise", "after"):
                own: Normalise | None = getattr(part, key, None)
                if own is not None:
                    found.setdefault(id(own), ((*path, key), own))
        return tuple(found.values())

    @cached_property
    def ids_of_indices(self) -> Mapping[int, frozenset[str]]:
        """The ids of the nodes and leaves of each index, by its place among the indices."""
        return {
            place: frozenset(part.id for _, part in _index_parts((), index.tree))
            for place, (_, index) in enumerate(self.indices)
        }

    def ids_of(self, wanted: Index) -> frozenset[str]:
        """Give the ids of the nodes and leaves of one index."""
        places = (place for place, (_, index) in enumerate(self.indices) if index is wanted)
        return self.ids_of_indices[next(places)]

    @cached_property
    def nodes(self) -> tuple[tuple[Path, Pillar | Topic], ...]:
        """Every pillar and topic with its path, parents first."""
        return tuple((path, node) for path, node in self._walk if not isinstance(node, Question))

    @cached_property
    def questions(self) -> tuple[tuple[Path, Question], ...]:
        """Every question with its path, in order."""
        return tuple((path, node) for path, node in self._walk if isinstance(node, Question))

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        """Every question by its id."""
        return {question.id: question for _, question in self.questions}

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The place of each question in the order of asking."""
        return {question.id: place for place, (_, question) in enumerate(self.questions)}

    @cached_property
    def nodes_at(self) -> Mapping[Path, str]:
        """The id of the pillar or topic at each path."""
        return {path: node.id for path, node in self.nodes}

    @cached_property
    def node_ids(self) -> frozenset[str]:
        """The ids that have a score in the questionnaire: total, nodes, questions, views."""
        if self.toolkit is None:
            return frozenset()
        views = (view.id for view in self.toolkit.scoring.views)
        return frozenset({TOTAL, *(node.id for _, node in self._walk), *views})

    @cached_property
    def _walk(self) -> tuple[tuple[Path, Pillar | Topic | Question], ...]:
        pillars = () if self.toolkit is None else self.toolkit.pillars
        return tuple(
            found
            for place, pillar in enumerate(pillars)
            for found in _below(("pillars", place), pillar)
        )

    @cached_property
    def rules(self) -> tuple[tuple[Path, NodeRule], ...]:
        """The rule of each storey and of each node that names its own, with the path."""
        if self.toolkit is None:
            return ()
        aggregate = self.toolkit.scoring.aggregate
        storeys = {"topic": aggregate.topic, "pillar": aggregate.pillar, "total": aggregate.total}
        start = ("scoring", "aggregate")
        own = ((path, self.toolkit.rule_of(node)) for path, node in self.nodes if has_rule(node))
        return (*(((*start, name), rule) for name, rule in storeys.items()), *own)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every expression of the definition; those past the limit are not read."""
        found = (*self._whens(), *self._scoring(), *self._steps(), *self._variants())
        ends = accumulate(len(condition.text) for condition in found)
        return tuple(
            condition if end <= MOST_CHARACTERS else replace(condition, is_read=False)
            for condition, end in zip(found, ends, strict=True)
        )

    @cached_property
    def when_of(self) -> Mapping[str, Condition]:
        """The condition of each question that has one, by the id of the question."""
        found = (one for one in self.conditions if one.question is not None)
        return {one.question.id: one for one in found if one.question is not None}

    def _whens(self) -> Iterator[Condition]:
        for path, question in self.questions:
            if question.when is not None:
                yield Condition((*path, "when"), question.when, question)

    def _scoring(self) -> Iterator[Condition]:
        if self.toolkit is None:
            return
        for place, rule in enumerate(self.toolkit.scoring.consistency):
            path: Path = ("scoring", "consistency", place)
            yield Condition((*path, "if"), rule.if_)
            yield Condition((*path, "then"), rule.then)
        for place, gate in enumerate(self.toolkit.scoring.gates):
            yield Condition(("scoring", "gates", place, "if"), gate.if_)

    def _steps(self) -> Iterator[Condition]:
        for path, rule in self.rules:
            yield from _step_conditions(path, rule, None)
        for path, part, index in self.index_parts:
            if isinstance(part, IndexNode):
                yield from _step_conditions(path, part, index)

    def _variants(self) -> Iterator[Condition]:
        for path, index in self.indices:
            for place, variant in enumerate(index.variants):
                yield Condition((*path, "variants", place, "when"), variant.when, index=index)


def has_rule(node: Node) -> bool:
    """Whether a node names anything of its own rule."""
    return not node.model_fields_set.isdisjoint(RULE_KEYS)


def _step_conditions(
    path: Path, rule: NodeRule | Node | IndexNode, index: Index | None
) -> Iterator[Condition]:
    for place, stage in enumerate(rule.stages):
        yield Condition((*path, "stages", place, "needs"), stage.needs, index=index)
    if rule.deduct is not None:
        yield Condition((*path, "deduct", "if"), rule.deduct.if_, index=index)


def _below(path: Path, node: Pillar | Topic) -> Iterator[tuple[Path, Pillar | Topic | Question]]:
    yield path, node
    for place, topic in enumerate(node.topics):
        yield from _below((*path, "topics", place), topic)
    for place, question in enumerate(node.questions):
        yield (*path, "questions", place), question


def _index_parts(path: Path, node: IndexNode) -> Iterator[tuple[Path, IndexNode | IndexLeaf]]:
    yield path, node
    for place, part in enumerate(node.of):
        here: Path = (*path, "of", place)
        if isinstance(part, IndexNode):
            yield from _index_parts(here, part)
        else:
            yield here, part
