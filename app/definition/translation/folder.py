"""The catalogues of a toolkit's folder: `locale/LANGUAGE.po`, and `.mo` where it was compiled."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError

from app.definition.model import LANGUAGE
from app.definition.translation.catalogue import Catalogue
from app.definition.translation.compiled import CompiledError, compile_catalogue, read_compiled
from app.definition.translation.reading import MOST_BYTES, Flaw, Reading, read_catalogue
from app.definition.translation.speaking import NOTHING, Translation, make_translation

FOLDER: Final = "locale"
SUFFIX: Final = ".po"
COMPILED: Final = ".mo"
MOST_CATALOGUES: Final = 100


def is_language(code: str) -> bool:
    """Tell whether a code such as ar or pt-BR names a language that is known."""
    if LANGUAGE.fullmatch(code) is None:
        return False
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def find_catalogues(folder: Path) -> list[Path]:
    """Give the catalogues of a toolkit's folder by name, at most 100; none is read."""
    try:
        return sorted((folder / FOLDER).glob(f"*{SUFFIX}"))[:MOST_CATALOGUES]
    except OSError:
        return []


def catalogue_path(folder: Path, language: str) -> Path:
    """Give where the catalogue of a language lies, or would lie."""
    return folder / FOLDER / f"{language}{SUFFIX}"


def open_catalogue(path: Path) -> Reading:
    """Read a catalogue from its file; never raises for what is there."""
    empty = Catalogue({}, ())
    if not is_inside(path):
        return Reading(empty, (Flaw(1, "The file lies outside the folder of the toolkit."),))
    try:
        if not path.is_file():
            return Reading(empty, (Flaw(1, "This is no plain file."),))
        with path.open("rb") as stream:
            return read_catalogue(stream.read(MOST_BYTES + 1))
    except (OSError, ValueError) as error:
        return Reading(empty, (Flaw(1, f"{error}."),))


def load_translation(folder: Path, language: str) -> Translation:
    """Read what readers of a language may be shown; nothing where there is no catalogue.

    The compiled catalogue is taken unless its source is newer. What is broken is left out.
    """
    if LANGUAGE.fullmatch(language) is None:
        return NOTHING
    source = catalogue_path(folder, language)
    compiled = source.with_suffix(COMPILED)
    with suppress(OSError, CompiledError):
        if is_current(compiled, source) and is_inside(compiled):
            with compiled.open("rb") as stream:
                return read_compiled(language, stream.read(2 * MOST_BYTES + 1))
    if not source.exists():
        return NOTHING
    return make_translation(language, open_catalogue(source).catalogue)


def is_current(compiled: Path, source: Path) -> bool:
    """Tell whether a compiled catalogue is there and not older than its source."""
    if not compiled.is_file():
        return False
    return not source.is_file() or source.stat().st_mtime <= compiled.stat().st_mtime


def compile_catalogues(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Compile what is stale of a toolkit's folder; gives each file with what belongs into it."""
    for source in find_catalogues(folder):
        compiled = source.with_suffix(COMPILED)
        if not is_current(compiled, source):
            yield compiled, compile_catalogue(open_catalogue(source).catalogue)


def is_inside(path: Path) -> bool:
    """Tell whether a file of `locale/` lies in the folder above it, links followed."""
    try:
        return path.resolve().is_relative_to(path.parent.parent.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False
