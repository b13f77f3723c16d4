"""What the checker says of catalogues, and that none of it stops a toolkit."""

import shutil
import time
from pathlib import Path

import pytest

from app.definition.checking import RULES, check_toolkit
from app.definition.loading import load_toolkit
from app.definition.rule.translation import MOST_MISSING
from app.definition.translation.folder import load_translation
from app.definition.translation.reading import MOST_BYTES
from app.paths import TOOLKITS
from tests.patience import AGES

RIGHT = TOOLKITS / "_features" / "right" / "translated"
WRONG = TOOLKITS / "_features" / "wrong" / "translated"
CATALOGUES = sorted((WRONG / "locale").glob("*.po"))


def _rule_of(path: Path) -> str:
    return path.read_text("utf-8").splitlines()[0].removeprefix("# rule: ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the right sample."""
    copied = tmp_path / "translated"
    shutil.copytree(RIGHT, copied, ignore=shutil.ignore_patterns("*.mo"))
    return copied


def test_a_partial_catalogue_only_warns() -> None:
    report = check_toolkit(RIGHT)
    assert not report.has_error
    assert {one.rule for one in report.findings} == {"translation-missing", "translation-stale"}
    assert report.findings == check_toolkit(RIGHT / "toolkit.yaml").findings


@pytest.mark.parametrize("path", CATALOGUES, ids=_rule_of)
def test_each_wrong_catalogue_breaks_the_rule_it_names(path: Path) -> None:
    findings = [one for one in check_toolkit(WRONG).findings if one.file == f"locale/{path.name}"]
    assert [one.rule for one in findings] == [_rule_of(path)]
    (finding,) = findings
    lines = path.read_text("utf-8").split("\n")
    assert finding.severity == RULES[finding.rule].severity
    if finding.line > 1:
        assert lines[finding.line - 1].startswith(("msgctxt", "msgid"))


def test_every_rule_on_translations_is_shown() -> None:
    rules = {rule_id for rule_id in RULES if rule_id.startswith("translation-")}
    assert {_rule_of(path) for path in CATALOGUES} == rules
    errors = {rule_id for rule_id in rules if RULES[rule_id].severity == "error"}
    assert errors == {"translation-unreadable", "translation-language"}


def test_a_wrong_catalogue_never_stops_the_toolkit() -> None:
    assert load_toolkit(WRONG).id == "sample-mistranslated"


def test_a_toolkit_without_catalogues_has_no_findings(folder: Path) -> None:
    shutil.rmtree(folder / "locale")
    assert check_toolkit(folder).findings == ()
    (folder / "locale").mkdir()
    assert check_toolkit(folder).findings == ()


def test_texts_that_the_catalogue_does_not_list_are_told_of_once(folder: Path) -> None:
    (folder / "locale" / "zh.po").write_text('msgid ""\nmsgstr "Language: zh\\n"\n', "utf-8")
    findings = [one for one in check_toolkit(folder).findings if one.file == "locale/zh.po"]
    (finding,) = findings
    assert finding.rule == "translation-missing"
    assert "71 texts are not in the catalogue, 'title' the first" in finding.message
    assert "eready toolkit translate" in finding.mend


def test_long_lists_are_cut_and_say_how_many_more() -> None:
    said = [one.message for one in check_toolkit(RIGHT).findings if one.file == "locale/zh.po"]
    assert len(said) == MOST_MISSING + 1
    assert said[-1] == "The same holds of 40 more texts from here."


def test_a_text_that_changed_since_is_stale(folder: Path) -> None:
    head = folder / "pillars" / "rules.yaml"
    head.write_text(head.read_text("utf-8").replace("Is there a budget?", "Is there money?"))
    said = [one.message for one in check_toolkit(folder).findings]
    assert "The translation of 'RUL-04.text' was made for another text." in said
    toolkit = load_toolkit(folder)
    assert load_translation(folder, "ar").find(toolkit.question("RUL-04").text) is None


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("ar.po", b"\xff\xfe\x00", "translation-unreadable"),
        ("ar.po", b"#" * (MOST_BYTES + 1), "translation-unreadable"),
        ("ar.po", b"x\n" * (MOST_BYTES // 2), "translation-unreadable"),
        ("ar.po", b'msgid "a"\nmsgstr "b"\n' * 90_000, "translation-unreadable"),
        ("arabic.po", b"", "translation-language"),
        ("en.po", b"", "translation-language"),
        ("xx.po", b"", "translation-language"),
    ],
)
def test_hostile_catalogues_are_told_of_in_time(
    folder: Path, name: str, content: bytes, rule: str
) -> None:
    shutil.rmtree(folder / "locale")
    (folder / "locale").mkdir()
    (folder / "locale" / name).write_bytes(content)
    start = time.process_time()
    report = check_toolkit(folder)
    assert time.process_time() - start < AGES
    assert {one.rule for one in report.findings} >= {rule}
    assert len(report.findings) <= 100


def test_many_large_catalogues_are_told_off_in_time(folder: Path) -> None:
    piece = b'msgctxt "title"\nmsgid "Small readiness check"\nmsgstr "x"\n'
    for code in ("ar", "de", "es", "fr", "it", "nl", "pt", "ru", "zh"):
        (folder / "locale" / f"{code}.po").write_bytes(piece * 19_000)
    start = time.process_time()
    findings = check_toolkit(folder).findings
    assert time.process_time() - start < AGES
    cut = [one for one in findings if one.message.startswith("The catalogues before it are all")]
    assert [(one.rule, one.file) for one in cut] == [("translation-unreadable", "locale/fr.po")]


def test_a_toolkit_with_errors_has_its_catalogues_read_all_the_same(folder: Path) -> None:
    (folder / "toolkit.yaml").write_text("format: eready-toolkit/1\n")
    (folder / "locale" / "zh.po").write_bytes(b"\xff")
    rules = [one.rule for one in check_toolkit(folder).findings if one.file.startswith("locale/")]
    assert rules == ["translation-unreadable"]
