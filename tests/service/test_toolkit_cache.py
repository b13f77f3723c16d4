"""A toolkit read a second time comes from what was kept, and never from what is out of date."""

from pathlib import Path
from shutil import copytree

import pytest

from app.definition.finding import DefinitionError
from app.paths import TOOLKITS
from app.service.toolkit_cache import load_kept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(TOOLKITS / "digital-inclusion", tmp_path / "digital-inclusion")


def test_second_reading_gives_the_same(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = load_kept(folder, kept)
    assert [path.suffix for path in kept.iterdir()] == [".json"]
    assert load_kept(folder, kept) == first
    assert load_kept(folder, kept).content_hash == first.content_hash


def test_changed_file_is_read_anew(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    load_kept(folder, kept)
    head = folder / "toolkit.yaml"
    head.write_text(head.read_text().replace("\ntitle: ", "\ntitle: New ", 1))
    assert load_kept(folder, kept).title.startswith("New ")


def test_broken_toolkit_is_not_kept(folder: Path, tmp_path: Path) -> None:
    (folder / "toolkit.yaml").write_text("format: eready-toolkit/1\n")
    with pytest.raises(DefinitionError):
        load_kept(folder, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_spoilt_copy_and_full_disk_are_no_matter(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = load_kept(folder, kept)
    next(kept.iterdir()).write_text("{")
    assert load_kept(folder, kept) == first
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    assert load_kept(folder, blocked) == first
