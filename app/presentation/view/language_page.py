"""What the page of languages shows: how far each translation has come, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.definition.translation.coverage import Coverage
from app.presentation.language import Direction, Phrase, Translator
from app.presentation.number import show_number, show_percent


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What of one catalogue is translated; `quick` is what a quick-check and its result show."""

    title: Phrase
    translated: str
    quick: str
    reviewed: str
    stale: str


@dataclass(frozen=True, slots=True)
class LanguageSection:
    """One language with a row for each catalogue."""

    code: str
    name: str
    direction: Direction
    rows: tuple[CoverageRow, ...]


def build_row(title: Phrase, found: Coverage, translator: Translator) -> CoverageRow:
    """Say what a catalogue covers."""
    return CoverageRow(
        title,
        _say_share(found.translated, found.texts, translator),
        _say_share(found.quick_translated, found.quick, translator),
        _say_share(found.reviewed, found.texts, translator),
        show_number(found.stale + found.faulty, translator),
    )


def build_rows(
    parts: Iterable[tuple[Phrase, Coverage]], translator: Translator
) -> tuple[CoverageRow, ...]:
    """Say what several catalogues cover."""
    return tuple(build_row(title, found, translator) for title, found in parts)


def _say_share(done: int, of: int, translator: Translator) -> str:
    """Say a count with its share, which is never rounded up to all."""
    whole = min(done / of, 1.0) if of else 0.0
    share = show_percent(whole if done == of else min(whole, 0.99), translator)
    return translator.gettext(
        "%(done)s of %(all)s (%(share)s)",
        done=show_number(done, translator),
        all=show_number(of, translator),
        share=share,
    )
