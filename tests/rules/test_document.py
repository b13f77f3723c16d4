import tomllib

from app.paths import ROOT


def test_readme_fits_two_screens() -> None:
    readme = ROOT / "README.md"
    if readme.exists():
        assert len(readme.read_text(encoding="utf-8").splitlines()) < 120


def test_changelog_names_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    changelog = ROOT / "CHANGELOG.md"
    if changelog.exists():
        assert version in changelog.read_text(encoding="utf-8")
