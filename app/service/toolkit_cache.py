"""Toolkits as they were read last time, so that a start does not read and check them all anew.

Reading a toolkit strictly takes half a second for all six, reading its canonical JSON a
twentieth. The JSON lies in the instance folder under a hash of the toolkit's files and of the code
that reads them: what changed is read anew, and nothing in the folder is ever needed.
"""

import hashlib
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from app import definition
from app.definition.loading import load_toolkit, toolkit_from_json, toolkit_to_json
from app.definition.toolkit import Toolkit

CODE: Final = Path(definition.__file__).parent


def load_kept(path: Path, kept: Path | None) -> Toolkit:
    """Load a toolkit, from the folder `kept` where its files did not change since.

    Raises:
        DefinitionError: with every finding; a broken toolkit is never kept.
    """
    if kept is None:
        return load_toolkit(path)
    file = kept / f"{_name_content(path)}.json"
    with suppress(OSError, ValueError):
        return toolkit_from_json(file.read_text(encoding="utf-8"))
    toolkit = load_toolkit(path)
    _keep(file, toolkit)
    return toolkit


def keep_toolkit(path: Path, kept: Path, toolkit: Toolkit) -> None:
    """Keep a toolkit that was read from these files a moment ago, before they got their place."""
    with suppress(OSError):
        _keep(kept / f"{_name_content(path)}.json", toolkit)


def _name_content(path: Path) -> str:
    # A pipe with the name of a file would never end; reading strictly refuses it by its kind.
    below = (file for file in path.rglob("*.yaml") if file.is_file())
    files = sorted(below) if path.is_dir() else [path]
    digest = hashlib.sha256(_name_code())
    for file in files:
        digest.update(f"{file.relative_to(path.parent)}\n".encode("utf-8", "surrogateescape"))
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _name_code() -> bytes:
    digest = hashlib.sha256()
    for file in sorted(CODE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.digest()


def _keep(file: Path, toolkit: Toolkit) -> None:
    """Write a file whole or not at all; without room for it nothing is kept."""
    partial = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(toolkit_to_json(toolkit), encoding="utf-8")
        partial.replace(file)
