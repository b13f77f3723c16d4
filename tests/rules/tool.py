"""Runs a checking tool from the environment the tests run in."""

import subprocess
import sys
from pathlib import Path

from app.paths import ROOT

BIN = Path(sys.executable).parent


def run_tool(name: str, *arguments: str) -> tuple[bool, str]:
    """Return whether the tool was content, and all it said."""
    command = [str(BIN / name), *arguments]
    result = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=240
    )
    return result.returncode == 0, result.stdout + result.stderr
