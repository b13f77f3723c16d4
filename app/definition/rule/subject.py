"""What the rules look at: a toolkit or a single index, and what is known around it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from app.definition.index import Index
from app.definition.rule.registry import Path
from app.definition.toolkit import Pillar, Question, Toolkit, Topic


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

    @cached_property
    def indices(self) -> tuple[tuple[Path, Index], ...]:
        """Every index with its path."""
        if self.single is not None:
            return (((), self.single),)
        found = () if self.toolkit is None else self.toolkit.indices
        return tuple((("indices", place), index) for place, index in enumerate(found))

    @cached_property
    def nodes(self) -> tuple[tuple[Path, Pillar | Topic], ...]:
        """Every pillar and topic with its path, parents first."""
        return tuple((path, node) for path, node in self._walk() if not isinstance(node, Question))

    @cached_property
    def questions(self) -> tuple[tuple[Path, Question], ...]:
        """Every question with its path, in order."""
        return tuple((path, node) for path, node in self._walk() if isinstance(node, Question))

    def _walk(self) -> Iterator[tuple[Path, Pillar | Topic | Question]]:
        pillars = () if self.toolkit is None else self.toolkit.pillars
        for place, pillar in enumerate(pillars):
            yield from _below(("pillars", place), pillar)


def _below(path: Path, node: Pillar | Topic) -> Iterator[tuple[Path, Pillar | Topic | Question]]:
    yield path, node
    for place, topic in enumerate(node.topics):
        yield from _below((*path, "topics", place), topic)
    for place, question in enumerate(node.questions):
        yield (*path, "questions", place), question
