"""Where the project's own files live.

One place to look, so that no module works out its own way to a folder.
"""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
"""The folder that holds `app/` and everything beside it."""

TOOLKITS: Final = ROOT / "toolkits"
"""The toolkits that come with the product, a YAML file each."""

REFERENCE: Final = ROOT / "reference"
"""Countries, groups and published figures, as files with their sources."""

DEMO: Final = ROOT / "demo"
"""What is written in the demonstration."""

STATIC: Final = ROOT / "static"
"""Style sheets, scripts, fonts and pictures that pages load."""

TEMPLATES: Final = ROOT / "templates"
"""Jinja templates of pages and of the report."""

LOCALE: Final = ROOT / "locale"
"""Translations: `<language>/LC_MESSAGES/*.po`, and the `.mo` files made from them."""

MIGRATIONS: Final = ROOT / "migrations"
"""Alembic's environment and revisions."""

INSTANCE: Final = ROOT / "instance"
"""Where database, secret and made files go unless a setting says otherwise."""
