"""Follows a page of the docs to the letter: writes its files, runs its code and its commands.

A block of yaml or csv is the file that the line before it names in code, ending in a colon. A block
of sh holds commands of `eready`, one of python runs with the names of those before it. A block of
text right behind either is what it prints; a line of three dots stands for any lines.
"""

import io
import re
import runpy
import shlex
from contextlib import redirect_stdout
from pathlib import Path

from click.testing import CliRunner

from app.cli import main
from app.paths import TOOLKITS

_BLOCK = re.compile(r"(?m)^(?P<before>.*)\n\n?```(?P<kind>\w+)\n(?P<body>(?s:.*?))^```$")
_NAMED = re.compile(r".*`([\w.-]+)`.*:")


def follow_page(page: Path, folder: Path) -> list[str]:
    """Do what a page says in a folder that is the current one; give the kinds of its blocks."""
    (folder / "toolkits").symlink_to(TOOLKITS)
    names: dict[str, object] = {}
    printed, kinds = "", []
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        kind, body = block["kind"], block["body"]
        kinds.append(kind)
        if kind in {"yaml", "csv"}:
            named = _NAMED.fullmatch(block["before"])
            assert named, f"No file is named before:\n{body}"
            (folder / named[1]).write_text(body, encoding="utf-8")
        elif kind == "python":
            printed = _run_code(folder, body, names)
        elif kind == "sh":
            printed = "".join(_run_command(line) for line in body.splitlines())
        elif kind == "text":
            assert _fits(body, printed), f"Printed:\n{printed}\nbut the page says:\n{body}"
    return kinds


def _run_code(folder: Path, body: str, names: dict[str, object]) -> str:
    script = folder / "script.py"
    script.write_text(body, encoding="utf-8")
    with redirect_stdout(io.StringIO()) as printed:
        found = runpy.run_path(str(script), init_globals=names)
    names.update({name: value for name, value in found.items() if not name.startswith("__")})
    return printed.getvalue()


def _run_command(line: str) -> str:
    program, *words = shlex.split(line)
    assert program == "eready", line
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, f"{line}\n{result.output}"
    return result.stdout


def _fits(said: str, printed: str) -> bool:
    parts = [re.escape(part) for part in re.split(r"(?m)^\.\.\.\n", said)]
    return re.fullmatch("(?:.*\n)*".join(parts), printed) is not None
