from pathlib import Path

import pytest

from app.cli.docs import FOLDER, PAGES
from app.settings import Settings, describe_settings
from tests.cli.conftest import Eready


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_code_says(name: str) -> None:
    """`make docs` writes it anew."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]()


def test_pages_are_written_where_they_are_wanted(eready: Eready, tmp_path: Path) -> None:
    assert eready("docs", "--folder", tmp_path / "new").exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(PAGES)


def test_every_setting_is_described() -> None:
    rows = describe_settings()
    assert len(rows) == len(Settings.__dataclass_fields__)
    assert all(row.meaning.endswith(".") for row in rows)
