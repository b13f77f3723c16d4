#!/usr/bin/env python3
"""Write the .mo file beside every catalogue that is newer than it.

The site's own are locale/<language>/LC_MESSAGES/*.po, those of toolkits toolkits/<id>/locale/*.po,
those of the reference data reference/locale/*.po.
"""

from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
TOOLKITS = ROOT / "toolkits"
REFERENCE = ROOT / "reference"


def is_stale(source: Path, target: Path) -> bool:
    """Tell whether the target is missing or older than its source."""
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def compile_catalogue(source: Path, target: Path) -> None:
    """Compile one of the site's own catalogues."""
    # Imported here: a start with nothing to compile need not load Babel.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.parent.parent.name, abort_invalid=True)
    content = BytesIO()
    write_mo(content, catalogue)
    write_whole(target, content.getvalue())


def write_whole(target: Path, content: bytes) -> None:
    """Write a file in one step, so that nobody reads half of it."""
    partial = target.with_suffix(".mo.partial")
    partial.write_bytes(content)
    partial.replace(target)


def compile_beside(sources: list[Path]) -> None:
    """Compile the catalogues of toolkits and data; a faulty one as far as it is sound."""
    folders = {path.parent.parent for path in sources if is_stale(path, path.with_suffix(".mo"))}
    if not folders:
        return
    # Imported here: a start with nothing to compile need not load the program.
    from app.definition.translation.folder import compile_catalogues  # noqa: PLC0415

    for folder in sorted(folders):
        for target, content in compile_catalogues(folder):
            write_whole(target, content)


def main() -> None:
    """Compile what is stale."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if is_stale(source, target):
            compile_catalogue(source, target)
    compile_beside([*TOOLKITS.glob("*/locale/*.po"), *REFERENCE.glob("locale/*.po")])


if __name__ == "__main__":
    main()
