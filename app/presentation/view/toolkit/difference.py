"""What is different between two versions, for reading: question by question, then the rules."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from app.definition.difference import Difference, KeyChange, QuestionChange, Status
from app.definition.expression import ExpressionError
from app.presentation.language import N_, Phrase
from app.presentation.view.toolkit.marking import mark_texts
from app.presentation.view.toolkit.pillar import MOST_CHARACTERS
from app.presentation.view.toolkit.sentence import Sentences

STATUS_WORDS: Final[Mapping[str, str]] = {
    "same": N_("the same"),
    "reworded": N_("reworded"),
    "rescored": N_("counts differently"),
    "added": N_("added"),
    "removed": N_("removed"),
    "moved": N_("moved"),
}
_CARRIES: Final[Mapping[str, str]] = {
    "yes": N_("Earlier answers stand as they are."),
    "confirm": N_("Earlier answers stand once they are confirmed."),
    "yes where offered": N_("Earlier answers stand where they can still be given."),
    "confirm where offered": N_(
        "Earlier answers stand once they are confirmed, where they can still be given."
    ),
    "no": N_("Earlier answers do not carry over."),
    "added": N_("There are no earlier answers to it."),
}
_NEEDS: Final[Mapping[str, str]] = {
    "patch": N_("Only words changed: no score of an earlier answer changes."),
    "minor": N_("Something was added or opened: no score of an earlier answer changes."),
    "major": N_("Scores of earlier answers can change."),
}
_LABELS: Final[tuple[tuple[str, str], ...]] = (
    (r"text", N_("Question")),
    (r"id", N_("Id")),
    (r"place", N_("Place")),
    (r"why", N_("Why it is asked")),
    (r"kind", N_("Kind of question")),
    (r"weight", N_("Weight")),
    (r"unit", N_("Unit")),
    (r"when", N_("Condition")),
    (r"scopes", N_("What is assessed")),
    (r"quick_check", N_("Part of the quick-check")),
    (r"ask", N_("Who would know")),
    (r"evidence", N_("What would show it")),
    (r"sources", N_("Sources")),
    (r"not_applicable_when", N_("Does not apply where")),
    (r"how_to_measure", N_("How to measure")),
    (r"minimum", N_("Lower goalpost")),
    (r"maximum", N_("Upper goalpost")),
    (r"direction", N_("Direction")),
    (r"transform", N_("Transformation")),
    (r"score_by", N_("What is scored")),
    (r"cap", N_("Most points")),
    (r"out_of", N_("Points that make 100")),
    (r"scale\.levels", N_("Scale")),
    (r"levels\.(?P<name>[^.]+)\.state", N_("State at level %(name)s")),
    (r"levels\.(?P<name>[^.]+)\.action", N_("What comes next from level %(name)s")),
    (r"levels\.(?P<name>[^.]+)\.from(?:_points)?", N_("Where level %(name)s begins")),
    (r"levels\.(?P<name>[^.]+)", N_("Level %(name)s")),
    (r"options\.(?P<name>.+)\.text", N_("Option %(name)s")),
    (r"options\.(?P<name>.+)\.points", N_("Points of option %(name)s")),
    (r"options\.(?P<name>.+)\.action", N_("What comes next from option %(name)s")),
    (r"options\.(?P<name>.+)", N_("Option %(name)s")),
    (r"points\.(?P<name>.+)", N_("Points of %(name)s")),
    (r"references\.(?P<name>.+)", N_("References: %(name)s")),
    (r"definition", N_("Definition")),
    (r"method", N_("Method")),
    (r"family", N_("Family")),
    (r"pillars\.\(order\)", N_("Order of the pillars")),
    (r"scoring\.unknown", N_("What “I do not know” counts")),
    (r"scoring\.coverage\.(?P<name>\w+)", N_("Least coverage: %(name)s")),
    (r"scoring\.aggregate\.(?P<name>\w+)\..+", N_("How it is computed: %(name)s")),
    (r"scoring\.bands\.(?P<name>.+)\.from", N_("Where band %(name)s begins")),
    (r"scoring\.bands\.(?P<name>.+)\.\w+", N_("Band %(name)s")),
    (r"scoring\.bands\.(?P<name>.+)", N_("Band %(name)s")),
    (r"scoring\.gates\.(?P<name>\d+)(?:\.\w+)?", N_("Gate %(name)s")),
    (r"scoring\.consistency\.(?P<name>\d+)(?:\.\w+)?", N_("Contradiction %(name)s")),
    (r"scoring\.views\.(?P<name>[^.]+)(?:\..+)?", N_("View %(name)s")),
    (r"sources\.(?P<name>[^.]+)(?:\.\w+)?", N_("Source %(name)s")),
    (r"status", N_("Status")),
    (r"title", N_("Title")),
    (r"summary", N_("Summary")),
    (r"disclaimer", N_("Disclaimer")),
)  # fmt: skip
_PATTERNS: Final = tuple((re.compile(pattern), words) for pattern, words in _LABELS)
_WORDS_OF: Final = re.compile(
    r"(?:^|\.)(?:text|why|state|action|title|name|meaning|next_step|definition|summary|disclaimer"
    r"|say|reason|note|how_to_measure|not_applicable_when|evidence|ask|in_text|unit"
    r"|answering\.\w+|band_actions\.[^.]+)$"
)
PLAIN_SIZE: Final = 200
"""Characters that a question or a change takes beside its own texts."""
_HIDDEN: Final = re.compile(r"(?:^|\.)(?:hint|notes|x-[^.]*)(?:\.|$)")
"""What no visitor reads of a toolkit: first guesses of effort, notes among authors."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One key: what it is, what stood there and what stands now; `scores` if it can change points.

    `marked` is both in one, where words changed; then `before` and `after` are empty. `language` is
    that of the texts, empty where they are none.
    """

    label: str
    path: str
    marked: Markup
    before: str
    after: str
    language: Phrase | None
    scores: bool


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question that is not the same: where it stands in either version, what became of it."""

    id: str
    old_id: str
    new_id: str
    status: str
    words: str
    text: Phrase
    carries: str
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What one part of the difference of two versions says; parts count from 1.

    `counts` are pairs of how many questions and of which status; `changes` are those of the head,
    the pillars, the rules and the indices.
    """

    counts: tuple[tuple[int, str], ...]
    needs: str
    is_same: bool
    part: int
    parts: int
    questions: tuple[QuestionLine, ...]
    changes: tuple[ChangeLine, ...]


Change = QuestionChange | KeyChange


def build_difference(
    difference: Difference, old: Sentences, new: Sentences, *, part: int = 1
) -> DifferenceView:
    """Build one part of the difference of two versions for a reader.

    Raises:
        IndexError: there is no such part.
    """
    parts = cut_difference(difference)
    if not 1 <= part <= len(parts):
        raise IndexError(part)
    here = parts[part - 1]
    questions = (item for item in here if isinstance(item, QuestionChange))
    keys = (item for item in here if isinstance(item, KeyChange))
    return DifferenceView(
        counts=tuple(_count(difference, new)),
        needs=new.gettext(_NEEDS[difference.needs]),
        is_same=difference.is_same,
        part=part,
        parts=len(parts),
        questions=tuple(_build_question(item, old, new) for item in questions),
        changes=tuple(_build_change(item, old, new) for item in keys),
    )


def cut_difference(difference: Difference) -> tuple[tuple[Change, ...], ...]:
    """Cut what visitors are told into parts of at most 60,000 characters; one part at least."""
    told: list[Change] = [item for item in difference.questions if _status_of(item) != "same"]
    told += [item for item in _list_told(difference.parts) if item.path != "version"]
    parts: list[list[Change]] = [[]]
    room = MOST_CHARACTERS
    for change in told:
        size = _size_of(change)
        if parts[-1] and size > room:
            parts.append([])
            room = MOST_CHARACTERS
        parts[-1].append(change)
        room -= size
    return tuple(tuple(part) for part in parts)


def _size_of(change: Change) -> int:
    if isinstance(change, QuestionChange):
        return PLAIN_SIZE + sum(map(_size_of, _list_told(change.changes)))
    return PLAIN_SIZE + len(change.before or "") + len(change.after or "")


def _list_told(changes: tuple[KeyChange, ...]) -> Iterator[KeyChange]:
    return (change for change in changes if _HIDDEN.search(change.path) is None)


def _status_of(change: QuestionChange) -> Status:
    """Give a status; who may not read what changed is told that nothing did."""
    is_told = change.status != "reworded" or any(_list_told(change.changes))
    return change.status if is_told else "same"


def _count(difference: Difference, new: Sentences) -> Iterator[tuple[int, str]]:
    found = [_status_of(change) for change in difference.questions]
    for status, words in STATUS_WORDS.items():
        if status in found:
            yield sum(item == status for item in found), new.gettext(words)


def _build_question(change: QuestionChange, old: Sentences, new: Sentences) -> QuestionLine:
    shown, sentences = (change.new, new) if change.new else (change.old, old)
    carries: str = "added" if change.old is None else change.carries
    if change.offers_less and carries != "no":
        carries += " where offered"
    return QuestionLine(
        id=change.id,
        old_id=change.old.id if change.old else "",
        new_id=change.new.id if change.new else "",
        status=change.status,
        words=new.gettext(STATUS_WORDS[change.status]),
        text=sentences.wording.phrase(shown.text if shown else ""),
        carries=new.gettext(_CARRIES[carries]),
        changes=tuple(_build_change(item, old, new) for item in _list_told(change.changes)),
    )


def _build_change(change: KeyChange, old: Sentences, new: Sentences) -> ChangeLine:
    is_text = _WORDS_OF.search(change.path) is not None
    before, after = _show(change.path, change.before, old), _show(change.path, change.after, new)
    marked = Markup("")
    if is_text and change.before and change.after:
        marked = mark_texts(
            change.before,
            change.after,
            removed=new.gettext("removed:"),
            added=new.gettext("added:"),
        )
    return ChangeLine(
        label=say_path(change.path, new),
        path=change.path,
        marked=marked,
        before="" if marked else before,
        after="" if marked else after,
        language=Phrase("", new.wording.toolkit.language) if is_text else None,
        scores=change.scores,
    )


def say_path(path: str, sentences: Sentences) -> str:
    """Name a key in words; empty where there are none and the path itself must do."""
    for pattern, words in _PATTERNS:
        found = pattern.fullmatch(path)
        if found:
            return sentences.gettext(words, **found.groupdict())
    return _say_node_path(path, sentences)


def _say_node_path(path: str, sentences: Sentences) -> str:
    """Name a key of a pillar or topic: its title, then the key."""
    toolkit = sentences.wording.toolkit
    titles = {pillar.id: pillar.title for pillar in toolkit.pillars}
    titles |= {topic.id: topic.title for topic in toolkit.topics}
    above, _, key = path.rpartition(".")
    node = above.rpartition(".")[2]
    if key in titles:
        return sentences.text(titles[key])
    if node not in titles:
        return ""
    words = next((words for pattern, words in _PATTERNS if pattern.fullmatch(key)), "")
    return sentences.gettext(
        "%(node)s: %(key)s",
        node=sentences.text(titles[node]),
        key=sentences.gettext(words) if words else key,
    )


def _show(path: str, value: str | None, sentences: Sentences) -> str:
    """Show a value as it is written; a condition in words, a yes or no as such."""
    if value is None:
        return ""
    if path == "when":
        with suppress(ExpressionError):
            return sentences.condition(value)
    if value in {"true", "false"}:
        return sentences.gettext("yes") if value == "true" else sentences.gettext("no")
    return value
