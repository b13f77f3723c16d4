"""Rules on what a definition refers to: sources, questions, nodes, indicators, parameters."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from app.definition.index import IndexLeaf
from app.definition.model import TOOLKIT_ID
from app.definition.rule.registry import Fault, Path, rule
from app.definition.rule.subject import Subject
from app.definition.toolkit import Parameter, Pillar, Toolkit

if TYPE_CHECKING:
    from app.definition.question import Question

_OWN_BASIS: Final = frozenset({"natural", "ours"})
_PLACEHOLDER: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_-]*)\}")


@rule(
    "unknown-source",
    why="A reader who wants to check must find the source.",
    mend="List the source under `sources` in the head, or correct its id.",
)
def find_unknown_sources(subject: Subject) -> Iterator[Fault]:
    """Look for source ids that the head does not list."""
    if subject.toolkit is None:
        return
    known = subject.toolkit.sources
    sourced: list[tuple[Path, Question | IndexLeaf]] = [*subject.questions]
    sourced += (
        (path, part) for path, part, _ in subject.index_parts if isinstance(part, IndexLeaf)
    )
    for path, part in sourced:
        for place, source in enumerate(part.sources):
            if source not in known:
                near = subject.near(source, known)
                yield Fault((*path, "sources", place), f"There is no source {source[:80]!r}.", near)
        for key in ("goalposts", "levels"):
            basis = getattr(part.basis, key)
            if basis is not None and basis not in known and basis not in _OWN_BASIS:
                message = f"{basis[:80]!r} is neither natural, ours nor the id of a source."
                near = subject.near(basis, {*known, *_OWN_BASIS})
                yield Fault((*path, "basis", key), message, near)


@rule(
    "unknown-related",
    why="The two questions are shown beside each other.",
    mend="Name a question of this toolkit, or one of another as TOOLKIT/QUESTION.",
)
def find_unknown_related(subject: Subject) -> Iterator[Fault]:
    """Look for related questions of this toolkit that do not exist."""
    if subject.toolkit is None or not subject.is_whole:
        return
    for path, question in subject.questions:
        for place, related in enumerate(question.related):
            here: Path = (*path, "related", place, "question")
            owner, _, name = related.question.rpartition("/")
            is_here = owner in {"", subject.toolkit.id}
            if owner and not TOOLKIT_ID.fullmatch(owner):
                yield Fault(here, f"{related.question[:80]!r} is not written TOOLKIT/QUESTION.")
            elif is_here and name not in subject.question_by_id:
                near = subject.near(name, subject.question_by_id)
                yield Fault(here, f"There is no question {related.question[:80]!r}.", near)
            elif is_here and name == question.id:
                yield Fault(here, f"{name!r} is related to itself.", "Name another question.")


@rule(
    "unknown-node",
    why="The node that is named does not exist, so the line would do nothing.",
    mend="Name `total`, or the id of a pillar, topic or view (in a leaf also a question; in a "
    "variant an index node; in pillar_of a pillar).",
)
def find_unknown_nodes(subject: Subject) -> Iterator[Fault]:
    """Look for gates, leaves and variants that name no node."""
    if subject.toolkit is not None and subject.is_whole:
        for place, gate in enumerate(subject.toolkit.scoring.gates):
            if gate.node in subject.question_by_id:
                message = f"{gate.node!r} is a question: its own points say what it can reach."
                mend = "Name total, or a pillar, topic or view."
                yield Fault(("scoring", "gates", place, "node"), message, mend)
            elif gate.node not in subject.node_ids:
                near = subject.near(gate.node, subject.node_ids)
                message = f"There is no node {gate.node[:80]!r}."
                yield Fault(("scoring", "gates", place, "node"), message, near)
        yield from _unknown_in_parts(subject, {pillar.id for pillar in subject.toolkit.pillars})
    for path, index in subject.indices:
        ids = subject.ids_of(index) if index.variants else ()
        for place, variant in enumerate(index.variants):
            if variant.tree is not None and variant.tree not in ids:
                message = f"There is no node {variant.tree[:80]!r} in this index."
                near = subject.near(variant.tree, ids)
                yield Fault((*path, "variants", place, "tree"), message, near)


def _unknown_in_parts(subject: Subject, pillars: set[str]) -> Iterator[Fault]:
    for path, part, _ in subject.index_parts:
        if part.pillar_of is not None and part.pillar_of not in pillars:
            near = subject.near(part.pillar_of, pillars)
            message = f"There is no pillar {part.pillar_of[:80]!r}."
            yield Fault((*path, "pillar_of"), message, near)
        node = part.pillar if isinstance(part, IndexLeaf) else None
        if node is not None and node not in subject.node_ids:
            near = subject.near(node, subject.node_ids)
            yield Fault((*path, "pillar"), f"There is no node {node[:80]!r}.", near)


@rule(
    "unknown-tag",
    why="A view selects questions by their tags; this one selects nothing.",
    mend="Correct the tag or its value, or tag questions with it.",
)
def find_unknown_tags(subject: Subject) -> Iterator[Fault]:
    """Look for views that name tags no question carries."""
    if subject.toolkit is None or not subject.is_whole:
        return
    carried = {
        (tag, value)
        for _, question in subject.questions
        for tag, values in question.tags.items()
        for value in values
    }
    for place, view in enumerate(subject.toolkit.scoring.views):
        for tag, values in view.tag.items():
            for value in values:
                if (tag, value) not in carried:
                    message = f"No question carries {tag[:60]!r}: {value[:60]!r}."
                    near = subject.near(value, {word for name, word in carried if name == tag})
                    near = near or subject.near(tag, {name for name, _ in carried} - {tag})
                    yield Fault(("scoring", "views", place, "tag", tag), message, near)


@rule(
    "unknown-indicator",
    why="The figure that should be filled in, or counted once, does not exist.",
    mend="Name an indicator of the reference data (`indicator`), or a leaf of an index of this "
    "toolkit (`same_as_indicator`).",
)
def find_unknown_indicators(subject: Subject) -> Iterator[Fault]:
    """Look for questions that name an indicator or leaf that does not exist."""
    leaves = {part.id for _, part, _ in subject.index_parts if isinstance(part, IndexLeaf)}
    for path, question in subject.questions:
        name, known = question.indicator, subject.indicators
        if name is not None and known is not None and name not in known:
            near = subject.near(name, known)
            yield Fault((*path, "indicator"), f"There is no indicator {name[:80]!r}.", near)
        twin = question.same_as_indicator
        if twin is not None and twin not in leaves and subject.is_whole:
            near = subject.near(twin, leaves)
            message = f"No index has a leaf {twin[:80]!r}."
            yield Fault((*path, "same_as_indicator"), message, near)


@rule(
    "leaf-unknown",
    why="A figure without a title and a unit cannot be shown.",
    mend="Write title and unit, or name an indicator of the reference data.",
)
def find_unknown_leaves(subject: Subject) -> Iterator[Fault]:
    """Look for leaves that are no reference indicator and lack a title or a unit."""
    for path, part, _ in subject.index_parts:
        if not isinstance(part, IndexLeaf) or part.pillar is not None:
            continue
        is_known = subject.indicators is None or part.id in subject.indicators
        if not is_known and not (part.title.strip() and part.unit.strip()):
            lacking = "title" if not part.title.strip() else "unit"
            message = f"The leaf {part.id!r} is no reference indicator and has no {lacking}."
            near = subject.near(part.id, subject.indicators or ())
            yield Fault((*path, lacking), message, near)


@rule(
    "unknown-band",
    why="The sentence would never be shown.",
    mend="Use the ids of the bands under `scoring`.",
)
def find_unknown_bands(subject: Subject) -> Iterator[Fault]:
    """Look for sentences that belong to no band."""
    if subject.toolkit is None:
        return
    known = {band.id for band in subject.toolkit.scoring.bands}
    for place, pillar in enumerate(subject.toolkit.pillars):
        for name in pillar.band_actions:
            if name not in known:
                message = f"There is no band {name[:80]!r}."
                where: Path = ("pillars", place, "band_actions", name)
                yield Fault(where, message, subject.near(name, known))


@rule(
    "unknown-placeholder",
    why="The braces would be printed as they stand.",
    mend="Name a parameter of the head, or write the words out.",
)
def find_unknown_placeholders(subject: Subject) -> Iterator[Fault]:
    """Look for {names} in texts that are no parameter."""
    if subject.toolkit is None:
        return
    known = subject.toolkit.parameters
    for path, text in _texts(subject):
        for name in _PLACEHOLDER.findall(text):
            if name not in known:
                yield Fault(path, f"There is no parameter {name!r}.", subject.near(name, known))


@rule(
    "empty-reference",
    why="In its place stand the references of the option that is chosen; without any, nothing.",
    mend="Give the options of the parameter `references` under the same name.",
)
def find_empty_references(subject: Subject) -> Iterator[Fault]:
    """Look for parameters that stand for references which no option has."""
    if subject.toolkit is None:
        return
    for path, question in subject.questions:
        for name, texts in question.references.items():
            for place, text in enumerate(texts):
                found = _PLACEHOLDER.fullmatch(text.strip())
                parameter = found and subject.toolkit.parameters.get(found.group(1))
                if parameter and not _has_references(parameter, name):
                    message = f"No option of {text.strip()} has references under {name!r}."
                    yield Fault((*path, "references", name, place), message)


def _has_references(parameter: Parameter, name: str) -> bool:
    return any(name in option.references for option in parameter.options.values())


@rule(
    "outside-reference",
    why="A definition must be whole in itself, and must not read other files of the machine.",
    mend="Name a file beside the index, such as edition-2024.csv.",
)
def find_outside_references(subject: Subject) -> Iterator[Fault]:
    """Look for bounds that are read from a file outside the folder."""
    for path, part, _ in subject.index_parts:
        for key in ("normalise", "after"):
            bounds = getattr(getattr(part, key, None), "bounds", None)
            name = None if bounds is None else bounds.reference
            if name is not None and not _stays_inside(name):
                where: Path = (*path, key, "bounds", "reference")
                yield Fault(where, f"{name[:80]!r} leads out of the folder.")


def _stays_inside(name: str) -> bool:
    is_plain = not name.startswith(("/", "~")) and "\\" not in name and ":" not in name
    return is_plain and ".." not in name.split("/")


def _texts(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Give the texts in which a parameter may stand."""
    if subject.toolkit is not None:
        yield from _texts_of_head(subject.toolkit)
    for path, node in subject.nodes:
        yield (*path, "title"), node.title
        if isinstance(node, Pillar):
            yield (*path, "definition"), node.definition
            for name, text in node.band_actions.items():
                yield (*path, "band_actions", name), text
    yield from _texts_of_questions(subject)


def _texts_of_head(toolkit: Toolkit) -> Iterator[tuple[Path, str]]:
    scoring = toolkit.scoring
    lists: tuple[tuple[Path, tuple[object, ...], tuple[str, ...]], ...] = (
        (("scale", "levels"), toolkit.scale.levels, ("name", "meaning")),
        (("scoring", "bands"), scoring.bands, ("name", "meaning", "next_step")),
        (("scoring", "consistency"), scoring.consistency, ("say",)),
        (("scoring", "gates"), scoring.gates, ("reason",)),
        (("scoring", "views"), scoring.views, ("title",)),
    )
    for key in ("title", "summary", "disclaimer"):
        yield (key,), getattr(toolkit, key)
    yield from _lists_of(("references",), toolkit.references)
    for key in ("choose", "unknown", "not_applicable", "federal", "small_countries"):
        yield ("answering", key), getattr(toolkit.answering, key) or ""
    for path, parts, keys in lists:
        for place, part in enumerate(parts):
            for key in keys:
                yield (*path, place, key), getattr(part, key)


def _texts_of_questions(subject: Subject) -> Iterator[tuple[Path, str]]:
    for path, question in subject.questions:
        for key in ("text", "why", "not_applicable_when", "how_to_measure", "note"):
            yield (*path, key), getattr(question, key) or ""
        for key in ("ask", "evidence"):
            yield from _listed((*path, key), getattr(question, key))
        for place, level in enumerate(question.levels):
            yield (*path, "levels", place, "state"), level.state
            yield (*path, "levels", place, "action"), level.action
        for place, option in enumerate(question.options):
            yield (*path, "options", place, "text"), option.text
            yield (*path, "options", place, "action"), option.action
        yield from _lists_of((*path, "references"), question.references)


def _listed(path: Path, texts: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    yield from (((*path, place), text) for place, text in enumerate(texts))


def _lists_of(path: Path, lists: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Path, str]]:
    for name, texts in lists.items():
        yield from _listed((*path, name), texts)
