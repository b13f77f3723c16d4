from dataclasses import fields
from pathlib import Path
from threading import Thread

import pytest

from app.settings import (
    Settings,
    SettingsError,
    check_settings,
    ensure_secret,
    load_settings,
    read_settings,
)

PRODUCTION = {
    "EREADY_ENVIRONMENT": "production",
    "EREADY_OPERATOR": "A ministry",
    "EREADY_CONTACT": "readiness@example.org",
    "EREADY_PUBLIC_URL": "https://readiness.example.org",
    "EREADY_HOSTS": "readiness.example.org, .example.net",
    "EREADY_SECRET_KEY": "x" * 40,
}


def test_without_variables_a_laptop_works() -> None:
    settings = read_settings({})
    assert check_settings(settings) == []
    assert settings.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert settings.database_url.startswith("sqlite:////")
    assert not settings.is_https


def test_production_needs_its_names() -> None:
    settings = load_settings(PRODUCTION)
    assert settings.is_production
    assert settings.is_https
    assert settings.hosts == ("readiness.example.org", ".example.net")


@pytest.mark.parametrize("name", ["OPERATOR", "CONTACT", "PUBLIC_URL", "HOSTS"])
def test_production_refuses_to_start_without_each(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({**PRODUCTION, f"EREADY_{name}": " "})
    assert caught.value.problems == (f"EREADY_{name} must be set in production",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("RETENTION_DAYS", "0"),
        ("RETENTION_DAYS", "-1"),
        ("RETENTION_DAYS", "1e3"),
        ("RETENTION_DAYS", "٣"),
        ("WORKER_POLL", "0"),
        ("WORKER_POLL", "nan"),
        ("MIGRATE_ON_START", "perhaps"),
        ("DATABASE_URL", "mysql://x"),
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "readiness.example.org"),
        ("PUBLIC_URL", "https://example.org/path"),
        ("LOG_LEVEL", "loud"),
        ("HOST_KEY", "0" * 64),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({**PRODUCTION, f"EREADY_{name}": value})
    (problem,) = caught.value.problems
    assert problem.startswith(f"EREADY_{name} ")


def test_every_setting_can_be_set() -> None:
    texts = {str: "word", int: "77", float: "2.5", bool: "no", Path: "/tmp/x", tuple: "a, b"}
    for item in fields(Settings):
        kind = type(getattr(Settings(), item.name))
        kind = next(
            base for base in texts if (issubclass(kind, base) and kind is not bool) or base is kind
        )
        default = getattr(Settings(), item.name)
        text = "yes" if default is False else texts[kind]
        settings = read_settings({f"EREADY_{item.name.upper()}": text})
        assert getattr(settings, item.name) != default, item.name


def test_secrets_are_not_shown() -> None:
    settings = load_settings({**PRODUCTION, "EREADY_DATABASE_URL": "postgresql+psycopg://u:pw@h/d"})
    assert "x" * 40 not in repr(settings)
    assert "pw@" not in repr(settings)


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path / "new")
    found: list[str] = []
    threads = [
        Thread(target=lambda: found.append(ensure_secret(settings).secret_key)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert len(found[0]) >= 32
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_a_folder_that_cannot_be_used_is_one_plain_problem(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError) as caught:
        load_settings({"EREADY_INSTANCE": str(tmp_path / "file")})
    (problem,) = caught.value.problems
    assert problem.startswith("EREADY_INSTANCE: the folder")
