"""What is different between two versions of a whole toolkit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.definition.difference.change import KeyChange, QuestionChange, Step, greatest
from app.definition.difference.comparison import merge
from app.definition.difference.part import compare_parts, place_questions
from app.definition.difference.question import Placed, compare_questions
from app.definition.toolkit import Toolkit


@dataclass(frozen=True)
class Difference:
    """Everything that is different between two versions.

    Attributes:
        questions: Every question of both, in the order of the new version; removed ones where they
            stood.
        parts: What changed in the head, scoring, bands, pillars, topics, views, gates and indices.
        is_same: Whether nothing at all is different, by content hash.
    """

    questions: tuple[QuestionChange, ...]
    parts: tuple[KeyChange, ...]
    is_same: bool

    @cached_property
    def needs(self) -> Step:
        """The least step of the version this difference asks for."""
        parts = [change.step for change in self.parts]
        return greatest(*parts, *(change.step for change in self.questions))

    @cached_property
    def common(self) -> Mapping[str, str]:
        """Old id to new id of every question whose answers can stand, confirmed or not."""
        return {
            change.old.id: change.new.id
            for change in self.questions
            if change.old is not None and change.new is not None and change.carries != "no"
        }

    @cached_property
    def by_old_id(self) -> Mapping[str, QuestionChange]:
        """What became of each question of the old version, by its old id."""
        return {change.old.id: change for change in self.questions if change.old is not None}


def compare_toolkits(old: Toolkit, new: Toolkit) -> Difference:
    """Compare two versions of a toolkit.

    A question is known again by its id; one that names an id of the old version in `replaces` is
    that question, moved. Where two claim one old question, the one that names it has it.
    """
    if old.content_hash == new.content_hash:
        same = tuple(QuestionChange("same", one, one) for one in new.questions)
        return Difference(same, (), is_same=True)
    before, after = _place(old), _place(new)
    origins = _find_origins(before, after)
    renames = {origin: name for name, origin in origins.items() if name != origin}
    return Difference(
        questions=tuple(_compare_questions(before, after, origins, renames)),
        parts=tuple(compare_parts(old, new, renames)),
        is_same=False,
    )


def _compare_questions(
    before: Mapping[str, Placed],
    after: Mapping[str, Placed],
    origins: Mapping[str, str],
    renames: Mapping[str, str],
) -> Iterator[QuestionChange]:
    heirs = {origin: name for name, origin in origins.items()}
    for name in merge([heirs.get(name, name) for name in before], list(after)):
        if name in origins:
            origin = origins[name]
            takes_other = name in before and name != origin
            yield compare_questions(
                before[origin], after[name], takes_other=takes_other, renames=renames
            )
        elif name in after:
            yield QuestionChange("added", None, after[name].question, reuses_id=name in before)
        if name in before and name not in heirs:
            yield QuestionChange("removed", before[name].question, None, carries="no")


def _place(toolkit: Toolkit) -> dict[str, Placed]:
    return {
        question.id: Placed(question, toolkit, place)
        for question, place in place_questions(toolkit)
    }


def _find_origins(before: Mapping[str, Placed], after: Mapping[str, Placed]) -> dict[str, str]:
    """Give the old id of each new question that has one; each old id once."""
    origins: dict[str, str] = {}
    taken: set[str] = set()
    for name, placed in after.items():
        replaced = placed.question.replaces
        if replaced in before and replaced not in taken:
            origins[name] = str(replaced)
            taken.add(str(replaced))
    for name in after:
        if name in before and name not in taken and name not in origins:
            origins[name] = name
            taken.add(name)
    return origins
