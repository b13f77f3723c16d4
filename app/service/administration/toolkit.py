"""Toolkits as administrators see them: install, say which version is current, retire."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.definition.finding import DefinitionError, Finding
from app.service.access import require_admin
from app.service.actor import Actor
from app.service.definition import describe_pin
from app.service.error import NotAChoice
from app.service.toolkit_install import Installed, install_toolkit
from app.service.toolkit_list import Listed, list_toolkits
from app.service.workspace import Workspace
from app.store.audit import add_audit
from app.store.choice import ToolkitChoice, delete_choice, read_choices, write_choice
from app.store.definition import pin_definition
from app.store.engine import Session, run_write


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a toolkit: its content hash, number and status; whether it is current."""

    hash: str
    version: str
    status: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """All toolkits: by id the versions the public may read, what was decided, and all files."""

    versions: Mapping[str, tuple[Version, ...]]
    choices: Mapping[str, ToolkitChoice]
    files: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a ZIP file; `installed` is None where errors kept it out."""

    installed: Installed | None
    findings: tuple[Finding, ...]


def list_shelf(actor: Actor, workspace: Workspace) -> Shelf:
    """Return all toolkits and what was decided about them.

    Raises:
        NotFound: The actor is no administrator.
    """
    require_admin(actor, workspace, "toolkit:list")
    shelf = workspace.toolkits
    shelf.look_again()
    versions: dict[str, tuple[Version, ...]] = {}
    for current in shelf.list_shown():
        own = [item for item in shelf.list_all() if item.id == current.id]
        versions[current.id] = tuple(
            Version(item.content_hash, item.version, item.status, item is current)
            for item in sorted(own, key=lambda one: [int(n) for n in one.version.split(".")])
        )[::-1]
    choices = {name: shelf.choice(name) for name in versions}
    return Shelf(versions, choices, list_toolkits(shelf))


def install(
    actor: Actor, workspace: Workspace, data: bytes, name: str, *, dry_run: bool
) -> Checked:
    """Install a toolkit from a ZIP file, checked as on the command line.

    Raises:
        NotFound: The actor is no administrator.
        OSError: The folder can't be written; nothing was changed.
    """
    by = require_admin(actor, workspace, "toolkit:install")
    try:
        done = install_toolkit(workspace, data, name, dry_run=dry_run, installed_by=by)
    except DefinitionError as error:
        return Checked(None, tuple(error.findings))
    return Checked(done, done.findings)


def activate(actor: Actor, workspace: Workspace, toolkit_id: str, content_hash: str) -> None:
    """Let new checks and assessments use one version, whichever is higher.

    Raises:
        NotFound: The actor is no administrator.
        NotAChoice: The version is not here, or not open.
    """
    by = require_admin(actor, workspace, "toolkit:activate", toolkit_id)
    toolkit = workspace.toolkits.by_hash(content_hash)
    if toolkit is None or toolkit.id != toolkit_id or not toolkit.is_open:
        raise NotAChoice("version")

    def work(session: Session) -> None:
        pin_definition(session, describe_pin(toolkit, workspace.now()))
        before = read_choices(session).get(toolkit_id, ToolkitChoice())
        choice = ToolkitChoice(content_hash, before.is_retired, before.replacement)
        _keep(session, workspace, toolkit_id, choice=choice, by=by)
        add_audit(
            session, workspace.now(), action="toolkit_activated", subject=toolkit_id, actor=by,
            version=toolkit.version, hash=content_hash,
        )  # fmt: skip

    run_write(workspace.engine, work)
    workspace.toolkits.look_again()


def follow_newest(actor: Actor, workspace: Workspace, toolkit_id: str) -> None:
    """Take back what was decided about a toolkit: the highest version is current again.

    Raises:
        NotFound: The actor is no administrator.
    """
    by = require_admin(actor, workspace, "toolkit:activate", toolkit_id)

    def work(session: Session) -> None:
        delete_choice(session, toolkit_id)
        add_audit(session, workspace.now(), action="toolkit_released", subject=toolkit_id, actor=by)

    run_write(workspace.engine, work)
    workspace.toolkits.look_again()


def retire(actor: Actor, workspace: Workspace, toolkit_id: str, *, replacement: str) -> None:
    """Let nothing new begin with a toolkit; what was begun with it goes on.

    `replacement` is the id of the toolkit that stands in for it, or empty.

    Raises:
        NotFound: The actor is no administrator.
        NotAChoice: No such toolkit, or a replacement with which nothing can be begun.
    """
    by = require_admin(actor, workspace, "toolkit:retire", toolkit_id)
    shelf = workspace.toolkits
    stands_in = replacement and replacement != toolkit_id and shelf.get(replacement) is not None
    if shelf.shown(toolkit_id) is None or (replacement and not stands_in):
        raise NotAChoice("toolkit")

    def work(session: Session) -> None:
        before = read_choices(session).get(toolkit_id, ToolkitChoice())
        choice = ToolkitChoice(before.current, is_retired=True, replacement=replacement)
        _keep(session, workspace, toolkit_id, choice=choice, by=by)
        add_audit(
            session, workspace.now(), action="toolkit_retired", subject=toolkit_id, actor=by,
            replacement=replacement,
        )  # fmt: skip

    run_write(workspace.engine, work)
    shelf.look_again()


def _keep(
    session: Session, workspace: Workspace, toolkit_id: str, *, choice: ToolkitChoice, by: str
) -> None:
    values: dict[str, object] = {
        "toolkit_id": toolkit_id,
        "definition_hash": choice.current,
        "is_retired": choice.is_retired,
        "replacement": choice.replacement,
        "chosen_by": by,
        "chosen_at": workspace.now(),
    }
    write_choice(session, values)
