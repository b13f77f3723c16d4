"""Another version of the small toolkit, brought out while an assessment of it goes on."""

from app.service.workspace import open_workspace
from tests.service.conftest import TOOLKIT
from tests.team import Team

SMALL = (TOOLKIT / "small.yaml").read_text(encoding="utf-8")


def bring_out(team: Team, *edits: tuple[str, str], version: str = "2.0.0") -> None:
    """Bring out a version with texts replaced; the team's installation is opened anew."""
    text = SMALL.replace("version: '1.0.0'", f"version: '{version}'")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    settings, now = team.workspace.settings, team.workspace.now
    assert settings.toolkits is not None
    (settings.toolkits / f"small-{version}.yaml").write_text(text, encoding="utf-8")
    team.workspace.engine.dispose()
    team.workspace = open_workspace(settings, now=now)
