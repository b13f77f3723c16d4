"""Which toolkits stand where, in which version and status, and which are left out and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.service.definition import ToolkitShelf, open_shelf
from app.service.toolkit_folder import Origin, Shelved, is_shown
from app.settings import Settings
from app.store.engine import open_engine


@dataclass(frozen=True, slots=True)
class Listed:
    """One toolkit on the disk, as an administrator wants to know it.

    Attributes:
        name: Id and version; the name of the file or folder where it can't be read.
        status: How far it has come; empty where it can't be read.
        origin: Whether it came with the program or was installed.
        questions: How many it asks; 0 where it can't be read.
        use: What becomes of it here, in words.
        is_well: Whether it can be read.
    """

    name: str
    status: str
    origin: Origin
    questions: int
    use: str
    is_well: bool = True


def list_installation(settings: Settings) -> tuple[Listed, ...]:
    """List the toolkits of an installation; its database need not be there."""
    engine = open_engine(settings.database_url)
    try:
        return list_toolkits(open_shelf(settings, engine))
    finally:
        engine.dispose()


def list_toolkits(shelf: ToolkitShelf) -> tuple[Listed, ...]:
    """List everything that lies in the folders of toolkits, by name."""
    return tuple(sorted(_list(shelf), key=lambda one: (not one.is_well, one.name)))


def _list(shelf: ToolkitShelf) -> Iterator[Listed]:
    for item in shelf.list_files():
        toolkit = item.toolkit
        if toolkit is None:
            name = f"{item.path.parent.name}/{item.path.name}"
            more = f" (and {item.faults - 1} more)" if item.faults > 1 else ""
            yield Listed(name, "", item.origin, 0, f"left out: {item.reason}{more}", is_well=False)
        else:
            name = f"{toolkit.id} {toolkit.version}"
            use = _say_use(shelf, item)
            yield Listed(name, toolkit.status, item.origin, len(toolkit.questions), use)


def _say_use(shelf: ToolkitShelf, item: Shelved) -> str:
    toolkit = item.toolkit
    if toolkit is None or not is_shown(toolkit):
        return "not open"
    if all(toolkit is not one for one in shelf.list_all()):
        return "another folder holds this version and is preferred"
    shown = shelf.shown(toolkit.id)
    if shown is not toolkit:
        return "an older version"
    return "in use" if toolkit.is_open else "no new checks"
