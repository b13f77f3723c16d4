"""How far the translations here have come: of the interface, the reference data, each toolkit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.definition.toolkit import Toolkit
from app.definition.translation.coverage import (
    Coverage,
    compare_texts,
    count_coverage,
    measure_coverage,
)
from app.definition.translation.folder import catalogue_path, open_catalogue
from app.paths import LOCALE, REFERENCE
from app.presentation.language import DEFAULT_LANGUAGE, DOMAIN, LANGUAGES
from app.reference.translation import list_texts
from app.service.toolkit_language import stamp
from app.service.workspace import Workspace

MOST_KEPT: Final = 512
NOTHING: Final = Coverage(0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Covered:
    """What a translation into one language covers.

    Attributes:
        language: the language translated into.
        interface: of the site's own texts; all of them count as part of a quick-check.
        data: of the reference data in use.
        toolkits: of each toolkit that can be read here and is not written in this language.
    """

    language: str
    interface: Coverage
    data: Coverage
    toolkits: tuple[tuple[Toolkit, Coverage], ...]


def list_coverage(workspace: Workspace) -> tuple[Covered, ...]:
    """Measure the translations into every language that can be chosen.

    Counts are kept until a catalogue or what it translates changes.
    """
    return tuple(
        _measure(workspace, language.code)
        for language in LANGUAGES.values()
        if language.ready and language.code != DEFAULT_LANGUAGE
    )


def _measure(workspace: Workspace, code: str) -> Covered:
    interface = LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    reference = workspace.reference.current()
    texts = tuple(list_texts(reference.tables))
    own = catalogue_path(workspace.settings.reference, code)
    data = own if own.exists() else catalogue_path(REFERENCE, code)
    return Covered(
        code,
        _count_interface(interface, stamp(interface)),
        _count_data(texts, data, stamp(data)),
        tuple(_measure_toolkits(workspace, code)),
    )


def _measure_toolkits(workspace: Workspace, code: str) -> Iterator[tuple[Toolkit, Coverage]]:
    for toolkit in workspace.toolkits.list_shown():
        folder = workspace.toolkits.folder_of(toolkit)
        if toolkit.language == code:
            continue
        yield toolkit, _count_toolkit(toolkit, catalogue_path(folder, code)) if folder else NOTHING


_kept: Final[dict[tuple[str, Path, int | None], Coverage]] = {}


def _count_toolkit(toolkit: Toolkit, path: Path) -> Coverage:
    key = (toolkit.content_hash, path, stamp(path))
    found = _kept.get(key)
    if found is None:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        found = _kept[key] = measure_coverage(toolkit, open_catalogue(path).catalogue)
    return found


@lru_cache(maxsize=MOST_KEPT)
def _count_data(texts: tuple[tuple[str, str], ...], path: Path, _stamp: int | None) -> Coverage:
    catalogue = open_catalogue(path).catalogue
    return count_coverage(compare_texts(texts, catalogue), catalogue)


@lru_cache(maxsize=MOST_KEPT)
def _count_interface(path: Path, _stamp: int | None) -> Coverage:
    """Count the site's own catalogue; one that can't be read counts as empty."""
    catalogue = open_catalogue(path).catalogue
    entries = list(catalogue.live())
    stale = sum(entry.is_fuzzy for entry in entries)
    done = [entry for entry in entries if entry.text.strip() and not entry.is_fuzzy]
    is_whole = catalogue.is_reviewed_whole
    reviewed = sum(is_whole or entry.is_marked_reviewed for entry in done)
    count, missing = len(entries), len(entries) - len(done) - stale
    return Coverage(count, len(done), missing, stale, 0, count, len(done), reviewed, 0)
