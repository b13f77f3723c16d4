"""Evidence in words: each piece with how far it has come, lists of pieces, what is still wanted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.presentation.language import N_, Phrase, Translator
from app.presentation.number import show_date, show_number
from app.presentation.view.assessment.gone import GoneQuestion
from app.presentation.view.assessment.naming import name_person, say_moment
from app.presentation.view.page import Page, find_pages
from app.presentation.view.wording import Wording

FILE: Final = "file"
LINK: Final = "link"
DOCUMENT: Final = "document"
PROMISED: Final = "promised"
RECEIVED: Final = "received"
CHECKED: Final = "checked"
KINDS: Final[Mapping[str, str]] = {
    FILE: N_("File"),
    LINK: N_("Link"),
    DOCUMENT: N_("Document"),
}
"""Kinds of evidence with their names, as message ids."""
STATES: Final[Mapping[str, str]] = {
    PROMISED: N_("Promised"),
    RECEIVED: N_("Received"),
    CHECKED: N_("Checked"),
}
"""How far a piece has come, as message ids."""
KILOBYTE: Final = 1_000
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as it is kept; `size` is that of its file in bytes, else None."""

    id: str
    question: str
    kind: str
    state: str
    title: str
    link: str
    page: str
    file_name: str
    file_hash: str | None
    size: int | None
    promised_by: str
    due: date | None
    note: str
    version: int
    added_by: str | None
    added_at: datetime
    checked_by: str | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece in words; empty texts where there is nothing to say."""

    piece: Piece
    kind: str
    state: str
    size: str
    due: str
    is_overdue: bool
    added: str
    checked: str


@dataclass(frozen=True, slots=True)
class EvidenceQuestion:
    """A question with its evidence; one that is not asked has no page and a mark that says so."""

    id: str
    text: Phrase
    page: Page | None
    rows: tuple[EvidenceRow, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pieces a list shows; an empty text lets all pass."""

    state: str = ""
    pillar: str = ""
    question: str = ""

    def lets(self, piece: Piece, page: Page | None) -> bool:
        """Tell whether it shows a piece; without a page its question belongs to no pillar."""
        pillars = page.pillars if page else ()
        return (
            self.state in {"", piece.state}
            and self.question in {"", piece.question}
            and (not self.pillar or any(pillar.id == self.pillar for pillar in pillars))
        )


def show_size(size: int, translator: Translator) -> str:
    """Say how large a file is."""
    if size < KILOBYTE:
        return translator.ngettext("%(num)s byte", "%(num)s bytes", size)
    if size < MEGABYTE:
        return translator.gettext(
            "%(number)s kB", number=show_number(size / KILOBYTE, translator, decimals=0)
        )
    decimals = 0 if size % MEGABYTE == 0 else 1
    return translator.gettext(
        "%(number)s MB", number=show_number(size / MEGABYTE, translator, decimals=decimals)
    )


def build_row(
    piece: Piece, names: Mapping[str, str], *, today: date, translator: Translator
) -> EvidenceRow:
    """Say one piece."""
    say = translator.gettext
    added = {
        "name": name_person(names, piece.added_by, translator),
        "moment": say_moment(piece.added_at, translator),
    }
    checked = ""
    if piece.checked_at is not None:
        checked = say(
            "Checked by %(name)s, %(moment)s",
            name=name_person(names, piece.checked_by, translator),
            moment=say_moment(piece.checked_at, translator),
        )
    is_open = piece.state == PROMISED and piece.due is not None
    return EvidenceRow(
        piece,
        kind=say(KINDS[piece.kind]),
        state=say(STATES[piece.state]),
        size="" if piece.size is None else show_size(piece.size, translator),
        due=show_date(piece.due, translator) if piece.due and is_open else "",
        is_overdue=bool(is_open and piece.due and piece.due < today),
        added=say("Entered by %(name)s, %(moment)s", **added),
        checked=checked,
    )


def build_list(
    wording: Wording,
    pieces: Iterable[Piece],
    names: Mapping[str, str],
    *,
    wanted: Filter,
    today: date,
) -> tuple[EvidenceQuestion, ...]:
    """Give the questions that have evidence a filter lets pass, in the toolkit's order."""
    own: dict[str, list[Piece]] = {}
    for piece in pieces:
        own.setdefault(piece.question, []).append(piece)
    found = []
    for page in find_pages(wording):
        for question in page.questions:
            rows = tuple(
                build_row(piece, names, today=today, translator=wording.translator)
                for piece in own.get(question, ())
                if wanted.lets(piece, page)
            )
            if rows:
                text = wording.phrase(wording.toolkit.question(question).text)
                found.append(EvidenceQuestion(question, text, page, rows))
    return tuple(found)


def build_gone(
    listed: tuple[Iterable[Piece], Mapping[str, str]],
    gone: Iterable[GoneQuestion],
    *,
    wanted: Filter,
    today: date,
    translator: Translator,
) -> tuple[EvidenceQuestion, ...]:
    """Give the questions that are not asked with the evidence of theirs a filter lets pass.

    `listed` are pieces with the names of the people in them.
    """
    pieces, names = listed
    rows: dict[str, list[EvidenceRow]] = {}
    for piece in pieces:
        if wanted.lets(piece, None):
            row = build_row(piece, names, today=today, translator=translator)
            rows.setdefault(piece.question, []).append(row)
    return tuple(
        EvidenceQuestion(item.id, item.text, None, tuple(rows[item.id]), item.mark)
        for item in gone
        if item.id in rows
    )


def list_questions(
    wording: Wording, questions: Iterable[str], *, pillar: str = ""
) -> tuple[EvidenceQuestion, ...]:
    """Give questions with the pages they stand on, in the toolkit's order, of one pillar or all."""
    meant = set(questions)
    return tuple(
        EvidenceQuestion(name, wording.phrase(wording.toolkit.question(name).text), page)
        for page in find_pages(wording)
        if not pillar or any(item.id == pillar for item in page.pillars)
        for name in page.questions
        if name in meant
    )
