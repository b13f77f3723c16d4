"""Comments in words: threads with who and when, by question, open ones first told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.presentation.language import N_, Phrase, Translator
from app.presentation.view.assessment.gone import GoneQuestion
from app.presentation.view.assessment.naming import name_person, say_moment
from app.presentation.view.page import Page, find_pages
from app.presentation.view.wording import Wording
from app.response.message import RefusedError
from app.response.text import read_text

LONGEST_COMMENT: Final = 4_000
_EMPTY: Final = N_("Write something first.")

OPEN: Final = "open"
MINE: Final = "mine"
SHOWS: Final[Mapping[str, str]] = {
    OPEN: N_("Not resolved"),
    MINE: N_("Those I take part in"),
}
"""Which threads a list shows, as message ids."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as it is kept; `parent_id` is the first of its thread, None for the first."""

    id: str
    question: str
    parent_id: str | None
    text: str
    written_by: str | None
    written_at: datetime
    resolved_by: str | None
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment in words."""

    id: str
    text: str
    person: str
    moment: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A first comment with its replies; `resolved` says by whom and when, empty while open."""

    first: CommentRow
    replies: tuple[CommentRow, ...]
    resolved: str
    people: frozenset[str]

    @property
    def id(self) -> str:
        """Id of the thread: that of its first comment."""
        return self.first.id


@dataclass(frozen=True, slots=True)
class CommentPlace:
    """The threads on one question; on the whole assessment the id is empty and there is no page.

    A question that is not asked has no page either, and a mark that says so.
    """

    id: str
    text: Phrase
    page: Page | None
    threads: tuple[Thread, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which threads a list shows: open ones, those of an account, those of a pillar."""

    show: str = ""
    pillar: str = ""
    account: str = ""

    def lets(self, thread: Thread) -> bool:
        """Tell whether it shows a thread."""
        if self.show == OPEN:
            return not thread.resolved
        return self.show != MINE or self.account in thread.people


def read_comment(raw: str, translator: Translator) -> tuple[str, str]:
    """Give a comment as it can be kept, and what is wrong where it can't; one of both is empty."""
    try:
        text = read_text(raw, LONGEST_COMMENT)
    except RefusedError as refused:
        return "", translator.gettext(refused.message, **refused.params)
    return text, "" if text else translator.gettext(_EMPTY)


def build_threads(
    comments: Iterable[Comment], names: Mapping[str, str], translator: Translator
) -> tuple[Thread, ...]:
    """Put comments into their threads, the oldest thread first."""
    listed = tuple(comments)
    replies: dict[str, list[Comment]] = {}
    for one in listed:
        if one.parent_id is not None:
            replies.setdefault(one.parent_id, []).append(one)
    return tuple(
        _build_thread(one, replies.get(one.id, []), names, translator)
        for one in listed
        if one.parent_id is None
    )


def _build_thread(
    first: Comment, replies: list[Comment], names: Mapping[str, str], translator: Translator
) -> Thread:
    resolved = ""
    if first.resolved_at is not None:
        resolved = translator.gettext(
            "Resolved by %(name)s, %(moment)s",
            name=name_person(names, first.resolved_by, translator),
            moment=say_moment(first.resolved_at, translator),
        )
    return Thread(
        _build_row(first, names, translator),
        tuple(_build_row(one, names, translator) for one in replies),
        resolved,
        frozenset(one.written_by for one in (first, *replies) if one.written_by),
    )


def _build_row(one: Comment, names: Mapping[str, str], translator: Translator) -> CommentRow:
    return CommentRow(
        one.id,
        one.text,
        name_person(names, one.written_by, translator),
        say_moment(one.written_at, translator),
    )


def build_places(
    wording: Wording,
    comments: Iterable[Comment],
    names: Mapping[str, str],
    *,
    wanted: Filter,
    whole: Phrase,
) -> tuple[CommentPlace, ...]:
    """Give where threads stand that a filter shows: the whole first, then questions in order.

    `whole` is what the whole assessment is called.
    """
    own: dict[str, list[Comment]] = {}
    for one in comments:
        own.setdefault(one.question, []).append(one)

    def gather(question: str) -> tuple[Thread, ...]:
        threads = build_threads(own.get(question, ()), names, wording.translator)
        return tuple(thread for thread in threads if wanted.lets(thread))

    places = [] if wanted.pillar else [CommentPlace("", whole, None, gather(""))]
    places += [
        CommentPlace(name, wording.phrase(wording.toolkit.question(name).text), page, gather(name))
        for page in find_pages(wording)
        if not wanted.pillar or any(item.id == wanted.pillar for item in page.pillars)
        for name in page.questions
        if name in own
    ]
    return tuple(place for place in places if place.threads)


def build_gone(
    comments: Iterable[Comment],
    names: Mapping[str, str],
    *,
    gone: Iterable[GoneQuestion],
    wanted: Filter,
    translator: Translator,
) -> tuple[CommentPlace, ...]:
    """Give the threads a filter shows on questions that are not asked: those are in no pillar."""
    listed = tuple(comments)
    places = (
        CommentPlace(
            item.id,
            item.text,
            None,
            tuple(
                thread
                for thread in build_threads(
                    (one for one in listed if one.question == item.id), names, translator
                )
                if not wanted.pillar and wanted.lets(thread)
            ),
            item.mark,
        )
        for item in gone
    )
    return tuple(place for place in places if place.threads)
