"""What changed in one question, and whether old answers to it can stand."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from app.definition.difference.change import (
    Carries,
    KeyChange,
    QuestionChange,
    Status,
)
from app.definition.difference.comparison import Seen, find_differences, rename_ids
from app.definition.difference.part import key_change
from app.definition.question import Question
from app.definition.toolkit import Toolkit

ALIKE: Final = 0.8
"""Two texts at least this alike are one text, reworded; for a question that has states too."""
ALIKE_ALONE: Final = 0.5
"""The same for a question that has nothing but its text."""
MOST_COMPARED: Final = 300
"""Characters of each text that are looked at."""

_SPACE: Final = re.compile(r"[\W_]+")
_SAID: Final = frozenset({"text", "state"})
# Scripts without spaces between words are compared sign by sign.
_SIGNS: Final = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD: Final = re.compile(rf"[{_SIGNS}]|[^\W{_SIGNS}]+")
_FEW_WORDS: Final = 3
_FAR: Final = 0.3
"""Texts whose words are this much less alike than asked for are not compared letter by letter."""


class Placed(NamedTuple):
    """A question, the toolkit it is of, and the ids of the pillar and topics above it."""

    question: Question
    toolkit: Toolkit
    place: tuple[str, ...]


def compare_questions(
    old: Placed, new: Placed, *, takes_other: bool, renames: Mapping[str, str]
) -> QuestionChange:
    """Compare a question with the one it was: of the same id, or named by its `replaces`.

    `takes_other`: it replaces one question under the id that another one had. `renames` gives the
    new ids of questions that were renamed, which conditions may name.
    """
    seen: tuple[Seen, ...] = ()
    if old.question != new.question:
        before, after = rename_ids(_write(old.question), renames), _write(new.question)
        seen = tuple(find_differences(before, after, keys=("question",)))
    changes = tuple(_list_changes(old, new, seen))
    is_renamed = old.question.id != new.question.id
    is_else = not is_renamed and is_other(old.question, new.question)
    return QuestionChange(
        status="rescored" if is_else else _status(changes, old, new),
        old=old.question,
        new=new.question,
        changes=changes,
        carries="no" if is_else else _carries(old, new, seen),
        reuses_id=is_else or takes_other,
    )


def _list_changes(old: Placed, new: Placed, seen: tuple[Seen, ...]) -> Iterator[KeyChange]:
    if old.question.id != new.question.id:
        yield KeyChange("id", old.question.id, new.question.id, "minor")
    if old.place != new.place:
        yield KeyChange("place", "/".join(old.place), "/".join(new.place), "major")
    yield from _scale_changes(old, new)
    yield from map(key_change, seen)


def _write(question: Question) -> dict[str, object]:
    # `replaces` says what the question was called, not what it is.
    return question.model_dump(mode="json", by_alias=True, exclude={"id", "replaces"})


def _scale_changes(old: Placed, new: Placed) -> Iterator[KeyChange]:
    if _uses_scale(old.question) or _uses_scale(new.question):
        before, after = _range_of(old), _range_of(new)
        if before != after:
            yield KeyChange("scale.levels", before, after, "major")


def _uses_scale(question: Question) -> bool:
    return question.kind == "level" or question.score_by == "level"


def _range_of(placed: Placed) -> str:
    levels = placed.toolkit.levels_of(placed.question).levels
    return f"{levels[0].level}–{levels[-1].level}"


def _status(changes: tuple[KeyChange, ...], old: Placed, new: Placed) -> Status:
    is_moved = old.question.id != new.question.id or old.place != new.place
    if old.question.id != new.question.id:
        return "moved"
    if any(change.scores and change.path != "place" for change in changes):
        return "rescored"
    if is_moved:
        return "moved"
    return "reworded" if changes else "same"


def _carries(old: Placed, new: Placed, seen: tuple[Seen, ...]) -> Carries:
    if old.question.kind != new.question.kind:
        return "no"
    if new.question.kind == "level" and _range_of(old) != _range_of(new):
        return "no"
    return "confirm" if any(map(_asks_to_confirm, seen)) else "yes"


def _asks_to_confirm(seen: Seen) -> bool:
    """Whether an answer may mean something else now: other words, another unit or direction."""
    key = seen.keys[-1]
    if key in {"unit", "direction"}:
        return True
    is_in_both = seen.before is not None and seen.after is not None
    return key in _SAID and is_in_both and _is_reworded(seen)


def _is_reworded(seen: Seen) -> bool:
    """Whether more than signs, capitals and spaces changed."""
    return _plain(str(seen.before)) != _plain(str(seen.after))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text.casefold()).strip()


def is_other(old: Question, new: Question) -> bool:
    """Whether an id names another question than before: another kind, or every text another.

    A text counts as another where less than `ALIKE` of it is the same.
    """
    if old.kind != new.kind:
        return True
    pairs = _state_pairs(old, new)
    least = ALIKE if pairs else ALIKE_ALONE
    if is_alike(old.text, new.text, least):
        return False
    return not any(is_alike(before, after, least) for before, after in pairs)


def _state_pairs(old: Question, new: Question) -> list[tuple[str, str]]:
    """Give what is offered in both, as texts: states by level, options by id."""
    levels = {one.level: one.state for one in old.levels}
    options = {one.id: one.text for one in old.options}
    pairs = [(levels[one.level], one.state) for one in new.levels if one.level in levels]
    pairs += [(options[one.id], one.text) for one in new.options if one.id in options]
    return [(before, after) for before, after in pairs if before and after]


def is_alike(old: str, new: str, least: float) -> bool:
    """Whether at least this share, 0..1, of two texts is the same (Ratcliff and Obershelp)."""
    first, second = _plain(old)[:MOST_COMPARED], _plain(new)[:MOST_COMPARED]
    if first == second:
        return True
    # Words are compared first, since comparing letters takes fifty times as long.
    words, others = _WORD.findall(first), _WORD.findall(second)
    if min(len(words), len(others)) > _FEW_WORDS:
        by_words = SequenceMatcher(None, words, others, autojunk=False).ratio()
        if not least - _FAR <= by_words < least:
            return by_words >= least
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= least
