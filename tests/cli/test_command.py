import json
import shutil
from pathlib import Path

import pytest

from app.cli import COMMANDS, main
from app.paths import REFERENCE
from app.store.revision import NEWEST
from tests.cli.conftest import Eready

SMALL = Path(__file__).parent.parent / "service" / "toolkit" / "small.yaml"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_the_list_says_what_it_does(name: str) -> None:
    command = main.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.name == name
    assert command.help is not None
    assert command.help.splitlines()[0] == COMMANDS[name]


def test_an_unknown_command_is_refused(eready: Eready) -> None:
    assert eready("nothing").exit_code == 2


def test_a_new_installation_step_by_step(eready: Eready, instance: Path) -> None:
    refused = eready("data", "load")
    assert refused.exit_code == 1
    assert "eready migrate" in refused.output
    assert f"to {NEWEST}" in eready("migrate").output
    assert "already" in eready("migrate").output
    assert "loaded" in eready("data", "load").output
    assert "already" in eready("data", "load").output
    assert eready("worker", "--once").exit_code == 0
    assert (instance / "secret").stat().st_mode & 0o777 == 0o600


def test_broken_data_are_refused_with_their_place_and_nothing_changes(
    eready: Eready, tmp_path: Path
) -> None:
    eready("migrate")
    shutil.copytree(REFERENCE, tmp_path / "data")
    file = tmp_path / "data" / "observations.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",2020,", ",soon,", 1))
    refused = eready("data", "load", tmp_path / "data")
    assert refused.exit_code == 1
    assert "observations.csv" in refused.output
    assert "none loaded" in eready("doctor").output


def test_doctor_says_what_is_not_well(eready: Eready) -> None:
    first = eready("doctor")
    assert first.exit_code == 1
    assert "run `eready migrate`" in first.output
    eready("migrate")
    assert "run `eready data load`" in eready("doctor").output
    eready("data", "load")
    assert "run `eready worker`" in eready("doctor").output
    eready("worker", "--once")
    lines = eready("doctor").output.splitlines()
    well = {line.split(":")[0].split(maxsplit=1)[1] for line in lines if line.startswith("ok")}
    assert {"settings", "toolkits", "database", "reference data", "worker"} <= well


def test_a_licence_to_leave_out_that_is_none_is_told(eready: Eready) -> None:
    eready("migrate")
    eready("data", "load")
    slip = eready("doctor", EREADY_DROP_LICENCES="UN-terms, UN_terms").output
    assert "PROBLEM  reference data: EREADY_DROP_LICENCES: no UN_terms in the data, only" in slip
    assert "EREADY_DROP_LICENCES" not in eready("doctor", EREADY_DROP_LICENCES="UN-terms").output


def test_wrong_settings_stop_every_command_that_needs_them(eready: Eready) -> None:
    refused = eready("doctor", EREADY_ENVIRONMENT="production", EREADY_CONTACT="a@example.org")
    assert refused.exit_code == 2
    for name in ("OPERATOR", "PUBLIC_URL", "HOSTS"):
        assert f"EREADY_{name} must be set" in refused.output
    assert "CONTACT" not in refused.output
    slip = eready("migrate", EREADY_PROXYCOUNT="1", EREADY_RETENTION_DAYS="many")
    assert slip.exit_code == 2
    assert "EREADY_PROXYCOUNT is no setting" in slip.output
    assert "EREADY_RETENTION_DAYS must be a whole number" in slip.output


def test_a_database_that_is_not_there_is_one_plain_line(eready: Eready) -> None:
    refused = eready("migrate", EREADY_DATABASE_URL="postgresql+psycopg://x@127.0.0.1:1/none")
    assert refused.exit_code == 1
    assert refused.output == "eready: the database is unreachable\n"


def test_a_good_toolkit_passes(eready: Eready) -> None:
    done = eready("toolkit", "check", SMALL, "--timing")
    assert done.exit_code == 0
    assert "0 errors" in done.output
    assert "read: " in done.output


def test_a_bad_toolkit_is_told_with_its_places(eready: Eready, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(SMALL.read_text(encoding="utf-8").replace("kind: text", "kind: txet"))
    done = eready("toolkit", "check", bad)
    assert done.exit_code == 1
    assert "bad.yaml:" in done.output
    again = eready("toolkit", "check", bad, "--format", "json")
    assert again.exit_code == 1
    (finding,) = json.loads(again.output)["findings"]
    assert finding["severity"] == "error"
    assert finding["line"] > 1


def test_nothing_to_check_is_exit_code_2(eready: Eready, tmp_path: Path) -> None:
    assert eready("toolkit", "check", tmp_path / "none").exit_code == 2
