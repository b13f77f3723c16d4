"""eready as a library: every name documented, importable without the site, shown as it works."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import eready
from app.cli.library import GROUPS
from app.paths import ROOT
from tests.following import follow_page

PAGE = ROOT / "docs" / "how-to" / "use-as-a-library.md"
REFERENCE = (ROOT / "docs" / "reference" / "library.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", eready.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    said = getattr(eready, name).__doc__
    # A dataclass without words of its own gets its signature for a docstring.
    assert said
    assert not said.startswith(f"{name}(")
    assert f"\n### `{name}`\n" in REFERENCE


def test_the_page_lists_every_name_once() -> None:
    listed = [name for names in GROUPS.values() for name in names]
    assert sorted(listed) == sorted(eready.__all__)


def test_names_are_those_that_import_gives() -> None:
    public = {name for name in vars(eready) if not name.startswith("_")}
    assert public == set(eready.__all__)


def test_it_needs_neither_web_nor_database() -> None:
    code = (
        "import sys, eready; print({'flask', 'sqlalchemy', 'pandas', 'app.web'} & {*sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "set()\n"


def test_the_page_works_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kinds = follow_page(PAGE, tmp_path)
    assert kinds.count("python") == 7


def test_a_file_is_scored_in_five_lines() -> None:
    first = re.search(
        r"## Score a file in five lines\n\n```python\n(.*?)```", PAGE.read_text(), re.DOTALL
    )
    assert first
    assert len([line for line in first[1].splitlines() if line]) == 5
    run = subprocess.run(
        [sys.executable, "-c", first[1]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert re.search(r"northland +\d", run.stdout)


def test_links_of_the_page_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", PAGE.read_text(encoding="utf-8"))
    assert targets
    assert [name for name in targets if not (PAGE.parent / name).exists()] == []
