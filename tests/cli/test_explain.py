"""`eready explain`: a number in words, of answers and of an index."""

from pathlib import Path

from click.testing import CliRunner, Result

from app.cli import main
from app.paths import TOOLKITS

KIT = TOOLKITS / "e-environment"
ANSWERS = KIT / "golden" / "answers.csv"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["explain", *(str(argument) for argument in arguments)])


def test_a_node_of_a_questionnaire(tmp_path: Path) -> None:
    result = run(KIT, ANSWERS, "island", "MIT-A", "--out", tmp_path / "out.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    lines = (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "MIT-A: 25"
    assert lines[4].startswith("  MIT-A1: 25; weight 2, ")
    assert lines[6] == "    100 × level 1 / highest level 4"


def test_a_node_of_an_index(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("unit,osi,tii,hci\nA,0.5,0.25,\nB,1,1,1\n")
    result = run(TOOLKITS / "_indices" / "egdi.yaml", tmp_path / "d.csv", "A")
    # hci is 1 wherever it is known, so that the range has one end.
    assert result.stdout.splitlines()[0] == "egdi: no score; incomplete"
    assert "  tii: 0.25; weight 1" in result.stdout
    assert "Left out: hci (missing)." in result.stdout
    whole = run(TOOLKITS / "_indices" / "egdi.yaml", tmp_path / "d.csv", "B", "tii")
    assert whole.stdout.splitlines()[0] == "tii: 1"


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    for arguments, status in (
        ((KIT, ANSWERS, "atlantis"), 2),
        ((KIT, ANSWERS, "island", "MIT-Z"), 2),
        ((KIT, tmp_path / "gone.csv", "island"), 2),
        ((tmp_path / "gone", ANSWERS, "island"), 2),
        ((ANSWERS, ANSWERS, "island"), 1),
    ):
        result = run(*arguments)
        assert result.exit_code == status
        assert isinstance(result.exception, SystemExit)
