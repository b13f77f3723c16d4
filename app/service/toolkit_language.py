"""The translations of toolkits and reference data: found beside the files, read when asked for."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from app.definition.toolkit import Toolkit
from app.definition.translation.folder import COMPILED, catalogue_path, load_translation
from app.definition.translation.speaking import NOTHING, Translation
from app.paths import REFERENCE
from app.presentation.language import DEFAULT_LANGUAGE, Translator
from app.presentation.view.wording import Wording
from app.response import Setting
from app.service.workspace import Workspace

MOST_KEPT: Final = 128
"""Translations held in memory at once."""


def open_wording(
    workspace: Workspace, toolkit: Toolkit, setting: Setting, translator: Translator
) -> Wording:
    """Give the texts of a toolkit for readers of one language, translated as far as they are."""
    translation = find_translation(workspace, toolkit, translator.code)
    published = find_published(workspace.settings.reference, translator.code)
    return Wording(toolkit, setting, translator, translation, published)


def find_translation(workspace: Workspace, toolkit: Toolkit, language: str) -> Translation:
    """Give a toolkit's translation into a language; the empty one where there is none.

    The same object comes back until the catalogue changes, so that what is drawn of it can be kept.
    A toolkit that is here only in an older version gets what fits of the newest one's catalogue.
    """
    if language == toolkit.language:
        return NOTHING
    folder = workspace.toolkits.folder_of(toolkit)
    return NOTHING if folder is None else _find(folder, language) or NOTHING


def find_published(folder: Path, language: str) -> Translation:
    """Give the translation of the reference data that lie in a folder; the empty one for none.

    Data of one's own without a catalogue get what fits of the one that comes with the product.
    """
    if language == DEFAULT_LANGUAGE:
        return NOTHING
    return _find(folder, language) or _find(REFERENCE, language) or NOTHING


def _find(folder: Path, language: str) -> Translation | None:
    source = catalogue_path(folder, language)
    stamps = stamp(source), stamp(source.with_suffix(COMPILED))
    return None if stamps == (None, None) else _load(folder, language, stamps)


def stamp(file: Path) -> int | None:
    """Give when a file was last written, None where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=MOST_KEPT)
def _load(folder: Path, language: str, _stamps: tuple[int | None, int | None]) -> Translation:
    return load_translation(folder, language)
