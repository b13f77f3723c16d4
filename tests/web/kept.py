"""What all sites of a run have in common, made once: templates, routes and the reference data.

A site of a test is otherwise one of its own. Both are held against what they were made of, so a
test that changes a template or loads other data gets what is right for it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

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


Builder = Callable[..., tuple[str, str]]


def keep_builders() -> Callable[[Rule, bool], Builder]:
    """Give what compiles the builder of a route's addresses once, not once for each site.

    What is compiled is given its rule as an argument, so that equal ones stand for one another.
    """
    compile_builder, kept = Rule._compile_builder, dict[tuple[object, ...], Builder]()

    def compile_once(rule: Rule, append_unknown: bool = True) -> Builder:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    return compile_once


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
