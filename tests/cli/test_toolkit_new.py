"""`eready toolkit new` writes a toolkit that passes the checker, or nothing at all."""

from pathlib import Path

import pytest

from app.definition.checking import check_toolkit
from app.definition.loading import load_toolkit
from app.definition.starting import TemplateError, fill_template
from tests.cli.conftest import Eready


@pytest.mark.parametrize("single", [False, True])
def test_new_toolkit_has_no_finding(eready: Eready, tmp_path: Path, single: bool) -> None:
    words = ["--single"] if single else []
    result = eready("toolkit", "new", tmp_path / "deep" / "Water safety", *words)
    assert result.exit_code == 0, result.output
    path = tmp_path / "deep" / ("Water safety.yaml" if single else "Water safety")
    assert check_toolkit(path).findings == ()
    toolkit = load_toolkit(path)
    assert (toolkit.id, toolkit.title, toolkit.language) == ("water-safety", "Water safety", "en")
    assert {question.kind for question in toolkit.questions} >= {"level", "number", "choice"}
    assert [item.name for item in (tmp_path / "deep").iterdir()] == [path.name]


def test_one_file_and_a_folder_hold_the_same(eready: Eready, tmp_path: Path) -> None:
    eready("toolkit", "new", tmp_path / "same")
    eready("toolkit", "new", tmp_path / "same.yaml", "--single")
    folder, file = load_toolkit(tmp_path / "same"), load_toolkit(tmp_path / "same.yaml")
    assert folder.content_hash == file.content_hash
    text = (tmp_path / "same.yaml").read_text(encoding="utf-8")
    assert text.count("# ") > 30
    assert "yaml-language-server" not in text


def test_editors_find_the_schemas(eready: Eready, tmp_path: Path) -> None:
    eready("toolkit", "new", tmp_path / "x")
    for file in (tmp_path / "x").rglob("*.yaml"):
        line = file.read_text(encoding="utf-8").splitlines()[0]
        assert (file.parent / line.partition("$schema=")[2]).is_file(), line


@pytest.mark.parametrize("title", ['A: "b" # c', "{x}", "'", "- a", "NO", "1.10", "مدينة", "a\\b"])
@pytest.mark.parametrize("single", [False, True])
def test_any_title_stays_as_it_is(eready: Eready, tmp_path: Path, title: str, single: bool) -> None:
    words = ["--single"] if single else []
    path = tmp_path / "t.yaml"
    result = eready("toolkit", "new", path, "--id", "t", "--title", title, *words)
    if "{" in title:
        # Braces name a parameter, and there is none.
        assert result.exit_code in {0, 2}
        assert result.exit_code == 0 or not path.exists()
        return
    assert result.exit_code == 0, result.output
    assert load_toolkit(path).title == title


def test_nothing_is_overwritten(eready: Eready, tmp_path: Path) -> None:
    path = tmp_path / "mine"
    path.mkdir()
    assert eready("toolkit", "new", path).exit_code == 1
    assert list(path.iterdir()) == []
    file = tmp_path / "mine.yaml"
    file.write_text("kept", encoding="utf-8")
    assert eready("toolkit", "new", file, "--single").exit_code == 1
    assert file.read_text(encoding="utf-8") == "kept"
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    assert eready("toolkit", "new", link).exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--id", "NO"],
        ["--id", "-a"],
        ["--id", ""],
        ["--id", "a_b"],
        ["--id", "../x"],
        ["--title", "a\x01b"],
        ["--title", " "],
        ["--title", "x" * 201],
        ["--language", "English"],
        ["--language", "../en"],
        ["--language", ""],
    ],
)
def test_names_that_cannot_be_used_write_nothing(
    eready: Eready, tmp_path: Path, words: list[str]
) -> None:
    folder = tmp_path / "place"
    folder.mkdir()
    result = eready("toolkit", "new", folder / "123", *words)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert list(folder.iterdir()) == []


def test_place_that_takes_no_file_is_told(eready: Eready, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = eready("toolkit", "new", tmp_path / "file" / "x")
    assert result.exit_code == 2
    assert "can't be written" in result.output
    assert eready("toolkit", "new", tmp_path / ("a" * 300)).exit_code == 2


def test_template_without_a_place_for_a_name_is_told() -> None:
    with pytest.raises(TemplateError):
        fill_template({"toolkit.yaml": "id: x\n"}, toolkit_id="a", title="b", language="en")
