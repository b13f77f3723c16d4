"""`eready demo` is for one machine; the site it serves is tested beside the other pages."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main


@pytest.mark.parametrize("host", ["::", "192.0.2.7", "demo.example.org"])
def test_it_is_not_served_to_others(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EREADY_INSTANCE", str(tmp_path))
    result = CliRunner().invoke(main, ["demo", "--host", host])
    assert result.exit_code == 2
    assert "for one machine" in result.output
    assert not (tmp_path / "demo").exists()


def test_it_does_not_start_in_production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {"ENVIRONMENT": "production", "OPERATOR": "The office", "HOSTS": "example.org",
             "CONTACT": "office@example.org", "PUBLIC_URL": "https://example.org",
             "INSTANCE": str(tmp_path)}  # fmt: skip
    for name, value in plain.items():
        monkeypatch.setenv(f"EREADY_{name}", value)
    result = CliRunner().invoke(main, ["demo"])
    assert result.exit_code == 2
    assert "for one machine" in result.output
    assert not (tmp_path / "demo").exists()
