"""Importing the package stays cheap and pure."""

import subprocess
import sys

from app.paths import ROOT


def test_import_loads_nothing_heavy() -> None:
    program = "import sys, app.reference; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert "app.reference.catalogue" in loaded
    assert not loaded & {"flask", "sqlalchemy", "pandas", "numpy", "pydantic", "babel"}
