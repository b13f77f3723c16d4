"""How Alembic runs our revisions: on the connection handed over by app.store.migration."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from app.store.table import METADATA

PLAIN = {
    "SafeText": "sa.Text()",
    "Json": "sa.Text()",
    "Moment": "MOMENT",
    "Day": "DAY",
}


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:  # noqa: ANN401
    """Write our own types as plain ones: a revision must not change when the program does."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return PLAIN[type(item).__name__]
    return False


def run() -> None:
    """Run inside the transaction that app.store.migration opened."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
    )
    context.run_migrations()


run()
