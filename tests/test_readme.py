"""What the README shows works as shown."""

import re
import subprocess
import sys
from pathlib import Path

from app.paths import ROOT, TOOLKITS

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_python_example_runs() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    run = subprocess.run(
        [sys.executable, "-c", code[1]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("below-coverage 0.05")


def test_command_example_runs(tmp_path: Path) -> None:
    assert "eready score toolkits/e-government answers.csv --quick" in README
    answers = TOOLKITS / "e-government" / "golden" / "answers.csv"
    out = tmp_path / "scores.csv"
    subprocess.run(
        [str(Path(sys.executable).parent / "eready"), "score", str(TOOLKITS / "e-government"),
         str(answers), "--quick", "--out", str(out)],
        check=True,
    )  # fmt: skip
    assert out.read_text(encoding="utf-8").startswith("unit,node,kind,score,low,high,coverage")


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [target for target in targets if "://" not in target and not (ROOT / target).exists()]
    assert missing == []
