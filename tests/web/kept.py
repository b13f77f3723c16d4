"""What all sites of a run have in common, made once: compiled templates and the reference data.

A site of a test is otherwise one of its own. Both are held against what they were made of, so a
test that changes a template or loads other data gets what is right for it.
"""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2.bccache import Bucket, BytecodeCache

from app.reference import Reference
from app.service.reference import ReferenceShelf
from app.service.workspace import Workspace
from app.store.engine import open_engine

if TYPE_CHECKING:
    from types import CodeType


class KeptTemplates(BytecodeCache):
    """Compiled templates by name and source."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self.codes[bucket.key, bucket.checksum] = bucket.code


@cache
def build_once(database: Path, now: datetime) -> tuple[str | None, Reference] | None:
    """Build the reference data of a database with its key, with the figures of every licence."""
    engine = open_engine(f"sqlite:///{database}")
    shelf = ReferenceShelf(engine, without=(), now=lambda: now)
    shelf.current()
    engine.dispose()
    return shelf._held


def lend_reference(workspace: Workspace, database: Path) -> None:
    """Give a site the reference data of the database it was copied from.

    The site looks which edition its own database holds, and builds that one if it is another.
    """
    if not workspace.settings.drop_licences:
        workspace.reference._held = build_once(database, workspace.now())
