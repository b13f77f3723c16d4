"""`eready toolkit translate`: writes, updates, counts and never loses a translation."""

import json
import re
import shutil
from pathlib import Path

import pytest

from app.paths import TOOLKITS
from tests.cli.conftest import Eready


@pytest.fixture
def toolkit(tmp_path: Path) -> Path:
    """A copy of a shipped toolkit, without its catalogues."""
    folder = tmp_path / "digital-inclusion"
    without = shutil.ignore_patterns("locale")
    shutil.copytree(TOOLKITS / "digital-inclusion", folder, ignore=without)
    return folder


def translate_title(catalogue: Path) -> None:
    text = catalogue.read_text("utf-8")
    done = re.sub(r'(msgctxt "title"\nmsgid .*\n)msgstr ""', r'\1msgstr "الشمول الرقمي"', text)
    assert done != text
    catalogue.write_text(done, "utf-8")


def test_a_catalogue_is_made_filled_and_counted(eready: Eready, toolkit: Path) -> None:
    catalogue = toolkit / "locale" / "ar.po"
    assert "There are no catalogues" in eready("toolkit", "translate", toolkit).output
    made = eready("toolkit", "translate", toolkit, "ar")
    assert made.exit_code == 0
    assert "(0 %) texts translated" in made.output
    translate_title(catalogue)
    eready("toolkit", "translate", toolkit / "toolkit.yaml", "zh")
    counted = eready("toolkit", "translate", toolkit, "--format", "json")
    first, second = json.loads(counted.stdout)["catalogues"]
    assert (first["language"], first["translated"], first["quick_translated"]) == ("ar", 1, 1)
    assert first["missing"] == first["texts"] - 1
    assert (second["language"], second["translated"]) == ("zh", 0)


def test_an_update_keeps_what_was_translated_and_is_the_same_the_next_time(
    eready: Eready, toolkit: Path
) -> None:
    catalogue = toolkit / "locale" / "ar.po"
    eready("toolkit", "translate", toolkit, "ar")
    translate_title(catalogue)
    filled = catalogue.read_bytes()
    assert eready("toolkit", "translate", toolkit, "ar").exit_code == 0
    assert catalogue.read_bytes() == filled
    head = toolkit / "toolkit.yaml"
    head.write_text(re.sub(r"(?m)^title: .*", "title: Another", head.read_text("utf-8")), "utf-8")
    checked = eready("toolkit", "translate", toolkit, "--check")
    assert checked.exit_code == 1
    assert "is out of date" in checked.output
    assert catalogue.read_bytes() == filled
    assert "1 stale" in eready("toolkit", "translate", toolkit, "ar").output
    assert '#, fuzzy\n#| msgid "Digital inclusion' in catalogue.read_text("utf-8")
    assert eready("toolkit", "translate", toolkit, "--check").exit_code == 0


def test_a_broken_catalogue_is_told_of_and_left_as_it_is(eready: Eready, toolkit: Path) -> None:
    catalogue = toolkit / "locale" / "ar.po"
    eready("toolkit", "translate", toolkit, "ar")
    broken = catalogue.read_bytes() + b'msgid "open\n'
    catalogue.write_bytes(broken)
    result = eready("toolkit", "translate", toolkit, "ar")
    assert result.exit_code == 1
    assert "neither a comment nor a text in quotes" in result.output
    assert catalogue.read_bytes() == broken
    assert list(catalogue.parent.iterdir()) == [catalogue]


def test_nothing_is_written_outside_the_folder(
    eready: Eready, toolkit: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (toolkit / "locale").symlink_to(outside)
    assert eready("toolkit", "translate", toolkit, "ar").exit_code == 1
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("language", ["xx", "en", "../ar", "AR", "arabic", ""])
def test_what_is_no_other_language_is_refused(eready: Eready, toolkit: Path, language: str) -> None:
    assert eready("toolkit", "translate", toolkit, language).exit_code == 2
    assert not (toolkit / "locale").exists()


def test_a_single_file_and_a_broken_toolkit_are_refused(eready: Eready, toolkit: Path) -> None:
    single = TOOLKITS / "_features" / "right" / "level.yaml"
    assert eready("toolkit", "translate", single, "ar").exit_code == 2
    (toolkit / "toolkit.yaml").write_text("format: nothing\n")
    result = eready("toolkit", "translate", toolkit, "ar")
    assert result.exit_code == 1
    assert "mend them first" in result.output
    assert not (toolkit / "locale").exists()
