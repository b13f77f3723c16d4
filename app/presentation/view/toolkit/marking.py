"""Two texts laid over each other: what was taken out and what was put in, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from markupsafe import Markup, escape

MOST_TOKENS: Final = 1_000
"""Longer texts are not compared word by word: both are shown whole."""
LEAST_ALIKE: Final = 0.3
"""Texts less alike than this are shown whole, since single words would say nothing."""
# Scripts that put no spaces between words are compared sign by sign.
_TOKEN: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]+|\s+|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of both texts: the same in both, or what stood before and what stands now."""

    same: str = ""
    before: str = ""
    after: str = ""


def find_marks(before: str, after: str) -> tuple[Mark, ...]:
    """Lay one text over another; put together, either text is whole again."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > MOST_TOKENS:
        return _show_whole(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return _show_whole(before, after)
    return tuple(_join_small(_list_marks(matcher, old, new)))


def _show_whole(before: str, after: str) -> tuple[Mark, ...]:
    return (Mark(before=before, after=after),) if before != after else (Mark(same=after),)


def _list_marks(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Mark]:
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield Mark(same="".join(old[first:last]))
        else:
            yield Mark(before="".join(old[first:last]), after="".join(new[start:end]))


def _join_small(marks: Iterator[Mark]) -> Iterator[Mark]:
    """Join changes that only a space parts: they are read as one."""
    held: Mark | None = None
    space = ""
    for mark in marks:
        if held is not None and mark.same and not mark.same.strip():
            space = mark.same
            continue
        if held is not None and not mark.same:
            held = Mark(
                before=held.before + space + mark.before, after=held.after + space + mark.after
            )
            space = ""
            continue
        if held is not None:
            yield held
            held = None
        yield from _spell(space + mark.same)
        space = ""
        held = None if mark.same else mark
    if held is not None:
        yield held
    yield from _spell(space)


def _spell(text: str) -> Iterator[Mark]:
    if text:
        yield Mark(same=text)


def mark_texts(before: str, after: str, *, removed: str, added: str) -> Markup:
    """Write two texts as one, with `del` and `ins`; `removed` and `added` say so to the ear."""
    pieces = []
    for mark in find_marks(before, after):
        if mark.before:
            pieces.append(_MARK.format("del", removed, mark.before))
        if mark.before and mark.after:
            pieces.append(Markup(" "))
        if mark.after:
            pieces.append(_MARK.format("ins", added, mark.after))
        pieces.append(escape(mark.same))
    return Markup("").join(pieces)


_MARK: Final = Markup('<{0}><span class="hidden">{1} </span>{2}</{0}>')
