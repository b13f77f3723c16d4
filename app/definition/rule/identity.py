"""Rules on ids: what is named twice, or with a reserved name, or holds nothing."""

from collections.abc import Iterable, Iterator

from app.definition.index import IndexLeaf, IndexNode
from app.definition.rule.registry import Fault, Path, rule
from app.definition.rule.subject import Subject
from app.definition.toolkit import TOTAL, Pillar, Topic

MOST_TOPIC_DEPTH = 6

Named = tuple[Path, str]


def _namespace(subject: Subject) -> Iterator[Named]:
    for path, node in subject.nodes:
        yield path, node.id
    for path, question in subject.questions:
        yield path, question.id
    if subject.toolkit is not None:
        for place, view in enumerate(subject.toolkit.scoring.views):
            yield ("scoring", "views", place), view.id
    for path, part, _ in subject.index_parts:
        if isinstance(part, IndexNode):
            yield path, part.id


def _lists(subject: Subject) -> Iterator[list[Named]]:
    """Every list whose ids must differ among themselves only."""
    for path, question in subject.questions:
        yield [((*path, "options", place), one.id) for place, one in enumerate(question.options)]
    if subject.toolkit is not None:
        scoring = subject.toolkit.scoring
        yield [(("scoring", "bands", place), one.id) for place, one in enumerate(scoring.bands)]
        yield [(("indices", place), one.id) for place, one in enumerate(subject.toolkit.indices)]
    for path, index in subject.indices:
        yield [((*path, "classes", place), one.id) for place, one in enumerate(index.classes)]
        yield [((*path, "variants", place), one.id) for place, one in enumerate(index.variants)]
    # Nodes and leaves are columns of one table; that nodes differ is told with the other ids.
    for parts in _parts_by_index(subject):
        nodes = {part.id for _, part in parts if isinstance(part, IndexNode)}
        named = [(path, part.id) for path, part in parts if isinstance(part, IndexLeaf)]
        yield [*((("tree",), name) for name in sorted(nodes)), *named]


def _parts_by_index(subject: Subject) -> Iterable[list[tuple[Path, IndexNode | IndexLeaf]]]:
    found: dict[int, list[tuple[Path, IndexNode | IndexLeaf]]] = {}
    for path, part, index in subject.index_parts:
        found.setdefault(id(index), []).append((path, part))
    return found.values()


def _repeated(named: Iterable[Named]) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, name in named:
        if name in seen:
            yield Fault((*path, "id"), f"The id {name!r} is already used.")
        seen.add(name)


@rule(
    "duplicate-id",
    why="Answers, scores and translations are kept by id; two of the same would be mixed up.",
    mend="Give one of them another id. Pillars, topics, questions, views and index nodes share one "
    "namespace; so do the options of a question, the bands, and the leaves of an index.",
)
def find_duplicate_ids(subject: Subject) -> Iterator[Fault]:
    """Look for ids that stand twice."""
    yield from _repeated(_namespace(subject))
    for named in _lists(subject):
        yield from _repeated(named)


@rule(
    "reserved-id",
    why="`total` names the value above all pillars.",
    mend="Choose another id.",
)
def find_reserved_ids(subject: Subject) -> Iterator[Fault]:
    """Look for the reserved id."""
    for path, name in _namespace(subject):
        if name == TOTAL:
            yield Fault((*path, "id"), f"The id {TOTAL!r} is reserved.")


@rule(
    "reused-id",
    why="An id that once named another question must stay dead, or old answers would change sides.",
    mend="Give the new question an id of its own and name the old one in `replaces`.",
)
def find_reused_ids(subject: Subject) -> Iterator[Fault]:
    """Look for questions that replace one that is still there."""
    for path, question in subject.questions:
        if question.replaces in subject.question_by_id:
            message = f"{question.replaces!r} is still a question of this toolkit."
            yield Fault((*path, "replaces"), message)


@rule(
    "role-twice",
    why="The page of a country shows one index by data and one headline.",
    mend="Give the other index the role `other`.",
    wrong="Two files in `indices/`, both with `role: by-data`.",
    right="One of the two with `role: by-data`, the other with `role: other`.",
)
def find_repeated_roles(subject: Subject) -> Iterator[Fault]:
    """Look for a second index by data, or a second headline."""
    seen: set[str] = set()
    for path, index in subject.indices:
        if index.role != "other" and index.role in seen:
            yield Fault((*path, "role"), f"There is already an index with the role {index.role!r}.")
        seen.add(index.role)


@rule(
    "empty-node",
    why="A pillar or topic without questions has no score.",
    mend="Add questions or topics, or remove it.",
)
def find_empty_nodes(subject: Subject) -> Iterator[Fault]:
    """Look for pillars and topics with nothing in them."""
    for path, node in subject.nodes:
        if not node.children:
            yield Fault((*path, "questions"), f"{node.id!r} has neither topics nor questions.")


@rule(
    "topic-depth",
    why="Deeper trees can be neither shown nor explained.",
    mend=f"Nest topics at most {MOST_TOPIC_DEPTH} deep.",
)
def find_deep_topics(subject: Subject) -> Iterator[Fault]:
    """Look for topics nested too deeply."""
    for path, node in subject.nodes:
        depth = sum(1 for part in path if part == "topics")
        if depth == MOST_TOPIC_DEPTH + 1:
            yield Fault(path, f"{node.id!r} is nested {depth} topics deep.")


@rule(
    "weight-negative",
    why="A negative weight would make a better answer lower the score.",
    mend="Write 0 or more; for what should count against, set `direction: lower`.",
)
def find_negative_weights(subject: Subject) -> Iterator[Fault]:
    """Look for weights below zero."""
    for path, part in (*subject.nodes, *subject.questions):
        if part.weight < 0:
            yield Fault((*path, "weight"), f"The weight of {part.id!r} is below zero.")
    for path, leaf, _ in subject.index_parts:
        if leaf.weight < 0:
            yield Fault((*path, "weight"), f"The weight of {leaf.id!r} is below zero.")


@rule(
    "weight-sum-zero",
    why="A mean over weights that sum to zero does not exist.",
    mend="Give at least one of the parts a weight above zero.",
)
def find_zero_sums(subject: Subject) -> Iterator[Fault]:
    """Look for nodes all of whose children weigh nothing."""
    if subject.toolkit is not None and all(one.weight == 0 for one in subject.toolkit.pillars):
        yield Fault(("pillars",), "All pillars have the weight 0.")
    yield from _weightless(subject.nodes)
    for path, part, _ in subject.index_parts:
        if isinstance(part, IndexNode) and all(child.weight == 0 for child in part.of):
            yield Fault((*path, "of"), f"All parts of {part.id!r} have the weight 0.")


def _weightless(nodes: Iterable[tuple[Path, Pillar | Topic]]) -> Iterator[Fault]:
    for path, node in nodes:
        if node.children and all(child.weight == 0 for child in node.children):
            yield Fault(path, f"All parts of {node.id!r} have the weight 0.")
