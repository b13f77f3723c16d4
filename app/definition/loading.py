"""From files to a toolkit or an index that keeps every rule, and to what is pinned."""

from json import loads
from pathlib import Path

from app.definition.checking import examine_index, examine_toolkit
from app.definition.finding import DefinitionError, Finding
from app.definition.index import Index
from app.definition.toolkit import Toolkit


def read_toolkit(path: str | Path) -> tuple[Toolkit | None, tuple[Finding, ...]]:
    """Read a toolkit from its folder, its head or a single file.

    Gives the toolkit, or None where anything is an error, and all findings. Never raises for what
    the files hold.
    """
    examined = examine_toolkit(Path(path))
    return examined.model, examined.findings


def load_toolkit(path: str | Path) -> Toolkit:
    """Read a toolkit from its folder, its head or a single file.

    Raises DefinitionError with all findings where anything is an error.
    """
    examined = examine_toolkit(Path(path))
    if examined.model is None:
        raise DefinitionError(examined.findings, is_found=examined.is_found)
    return examined.model


def load_index(path: str | Path) -> Index:
    """Read an index from a file of its own.

    Raises DefinitionError with all findings where anything is an error.
    """
    examined = examine_index(Path(path))
    if examined.model is None:
        raise DefinitionError(examined.findings, is_found=examined.is_found)
    return examined.model


def toolkit_to_json(toolkit: Toolkit) -> str:
    """Write a toolkit as canonical JSON: what is pinned, and what its content hash is made of."""
    return toolkit.canonical


def toolkit_from_json(text: str) -> Toolkit:
    """Read a toolkit back from canonical JSON; the two are equal.

    Raises ValueError (pydantic's ValidationError is one) where the text is no toolkit.
    """
    return Toolkit.model_validate(loads(text))
