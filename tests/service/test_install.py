"""A toolkit comes in whole or not at all, beside what is there, and changes nothing of it."""

import os
import shutil
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from app.definition.finding import DefinitionError
from app.paths import TOOLKITS
from app.service.definition import ToolkitShelf
from app.service.quick_check import open_check
from app.service.toolkit_download import pack_toolkit
from app.service.toolkit_install import Installed, install_toolkit
from app.service.workspace import Workspace, open_workspace
from app.settings import Settings
from tests.patience import AGES
from tests.service.conftest import House
from tests.service.packing import HEAD, pack, pack_folder, small_zip, write_small

ZIP = "small.zip"
SHIPPED = sorted(path.parent for path in TOOLKITS.glob(f"*/{HEAD}"))
BOMB = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))


@pytest.fixture
def here(house: House) -> Workspace:
    """An installation with small 1.0.0."""
    return house.workspace


@pytest.fixture
def home(here: Workspace) -> Path:
    return here.settings.instance / "installed"


def install(here: Workspace, data: bytes, *, dry_run: bool = False) -> Installed:
    return install_toolkit(here, data, ZIP, dry_run=dry_run)


def rules_of(here: Workspace, data: bytes) -> set[str]:
    with pytest.raises(DefinitionError) as refused:
        install(here, data)
    return {finding.rule for finding in refused.value.findings}


def versions(here: Workspace) -> list[str]:
    here.toolkits.look_again()
    return [toolkit.version for toolkit in here.toolkits.versions("small")]


def list_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def rows(here: Workspace, statement: str) -> list[tuple[object, ...]]:
    with here.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


# --- Beside the others ----------------------------------------------------------------------------


def test_a_newer_version_stands_beside_the_older_one(here: Workspace, home: Path) -> None:
    other = open_workspace(here.settings, now=here.now)
    done = install(here, small_zip("1.1.0", plan="a good plan?"))
    assert (done.outcome, done.is_highest, done.findings) == ("installed", True, ())
    assert done.before is not None
    assert done.before.version == "1.0.0"
    assert list_below(home) == ["small/1.1.0/toolkit.yaml"]
    for workspace in (here, other):
        assert versions(workspace) == ["1.1.0", "1.0.0"]
        assert workspace.toolkits.get("small") == done.toolkit
    assert ("1.1.0",) in rows(here, "select version from definition")
    ((action, subject),) = rows(here, "select action, subject from audit")
    assert (action, subject) == ("toolkit_installed", "small")
    other.engine.dispose()


def test_a_check_that_was_begun_keeps_its_version(house: House) -> None:
    holder, saved = house.begin()
    assert saved.check is not None
    install(house.workspace, small_zip("2.0.0", plan="a good plan?"))
    check = open_check(holder, house.workspace, "small", "KEN")
    assert check is not None
    assert check.toolkit == saved.check.toolkit


def test_an_older_version_changes_nothing_for_new_checks(here: Workspace) -> None:
    done = install(here, small_zip("0.9.0"))
    assert not done.is_highest
    assert here.toolkits.get("small") == done.before
    assert versions(here) == ["1.0.0", "0.9.0"]


@pytest.mark.parametrize("status", ["idea", "draft"])
def test_a_draft_is_kept_and_not_open(here: Workspace, home: Path, status: str) -> None:
    install(here, small_zip("2.0.0", status))
    assert list_below(home) == ["small/2.0.0/toolkit.yaml"]
    assert versions(here) == ["1.0.0"]
    assert rows(here, "select version from definition where version = '2.0.0'") == []


def test_a_retired_version_ends_new_checks(here: Workspace) -> None:
    install(here, small_zip("1.0.1", "retired"))
    assert here.toolkits.get("small") is None
    shown = here.toolkits.shown("small")
    assert shown is not None
    assert shown.version == "1.0.1"


def test_the_same_again_changes_nothing(here: Workspace, home: Path) -> None:
    install(here, small_zip("1.1.0"))
    before = list_below(home), rows(here, "select * from audit")
    otherwise = pack({"kit/toolkit.yaml": write_small("1.1.0") + "# the same content\n"})
    for data in (small_zip("1.1.0"), otherwise, small_zip("1.0.0")):
        assert install(here, data).outcome == "present"
    assert (list_below(home), rows(here, "select * from audit")) == before


def test_a_translation_may_come_later(here: Workspace, home: Path) -> None:
    """Files beside the definition are renewed; its version need not be raised for them."""
    for number in range(3):
        files = {HEAD: write_small(), "README": f"reading {number}"}
        assert install(here, pack(files)).outcome == "renewed"
        assert install(here, pack(files)).outcome == "present"
    toolkit = here.toolkits.get("small")
    assert toolkit is not None
    folder = here.toolkits.folder_of(toolkit)
    assert folder == home / "small" / "1.0.0+2"
    assert (folder / "README").read_text() == "reading 2"
    assert versions(here) == ["1.0.0"]


def test_catalogues_are_checked_and_compiled(here: Workspace, home: Path) -> None:
    start = 'msgid ""\nmsgstr "Language: zh\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    files = {HEAD: write_small("1.1.0"), "locale/zh.po": start, "locale/zh.mo": "not ours"}
    done = install(here, pack(files))
    assert done.outcome == "installed"
    assert {finding.severity for finding in done.findings} == {"warning"}
    assert {finding.file for finding in done.findings} == {"locale/zh.po"}
    compiled = home / "small" / "1.1.0" / "locale" / "zh.mo"
    assert compiled.read_bytes()[:4] in {b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"}
    assert install(here, pack(files)).outcome == "present"
    for broken in (b"\xff\xfe\0", b'msgid "', b"x" * 100_000):
        assert rules_of(here, pack({HEAD: write_small("1.2.0"), "locale/zh.po": broken}))


def test_what_was_renewed_is_taken_away_when_nobody_reads_it_any_more(
    here: Workspace, home: Path
) -> None:
    for number in range(2):
        install(here, pack({HEAD: write_small(), "README": f"reading {number}"}))
    left = home / ".new-left"
    left.mkdir()
    young = home / ".new-young"
    young.mkdir()
    long_ago = time.time() - 4000
    for path in (left, home / "small" / "1.0.0", home / "small" / "1.0.0+1"):
        os.utime(path, (long_ago, long_ago))
    install(here, small_zip("1.1.0"))
    assert list_below(home) == [
        "small/1.0.0+1/README", "small/1.0.0+1/toolkit.yaml", "small/1.1.0/toolkit.yaml",
    ]  # fmt: skip
    assert (left.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_toolkit_can_be_packed_and_installed(
    settings: Settings, shipped: Path
) -> None:
    here = open_workspace(settings)  # without reference data: these would be others than theirs
    start = time.process_time()
    done = install(here, pack_folder(shipped, "kit/"))
    assert time.process_time() - start < AGES
    assert done.outcome == "installed"
    assert here.toolkits.get(shipped.name) == done.toolkit
    assert all(finding.severity == "warning" for finding in done.findings)
    here.engine.dispose()


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: path.name)
def test_what_one_site_gives_away_another_takes_in(settings: Settings, shipped: Path) -> None:
    taker = open_workspace(settings)
    giver = ToolkitShelf(TOOLKITS, taker.engine)
    given = giver.get(shipped.name)
    assert given is not None
    download = pack_toolkit(giver, given)
    for outcome in ("installed", "present"):
        done = install_toolkit(taker, download.body, download.name)
        assert (done.outcome, done.toolkit.content_hash) == (outcome, given.content_hash)
    taker.engine.dispose()


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_a_version_never_changes(here: Workspace, home: Path, version: str) -> None:
    install(here, small_zip("1.1.0"))
    before = list_below(home)
    with pytest.raises(DefinitionError) as refused:
        install(here, small_zip(version, title="Another title"))
    (finding,) = refused.value.findings
    assert (finding.rule, finding.file, finding.line) == ("version-taken", HEAD, 3)
    assert list_below(home) == before
    toolkit = here.toolkits.get("small")
    assert toolkit is not None
    assert toolkit.title == "A small toolkit"


def test_a_version_never_changes_even_when_its_files_are_gone(house: House, home: Path) -> None:
    here = house.workspace
    install(here, small_zip("1.1.0"))
    house.begin()
    shutil.rmtree(home)
    assert versions(here) == ["1.1.0", "1.0.0"]
    assert rules_of(here, small_zip("1.1.0", title="Another title")) == {"version-taken"}
    assert install(here, small_zip("1.1.0")).outcome == "installed"


def test_findings_stand_in_the_files_of_the_zip(here: Workspace, home: Path) -> None:
    head = write_small().split("pillars:")[0] + "pillars: [basics]\n"
    pillar = "id: basics\nfamily: policy\ntitle: Basics\nquestions:\n  - {id: q, kind: levle}\n"
    with pytest.raises(DefinitionError) as refused:
        install(here, pack({"kit/toolkit.yaml": head, "kit/pillars/basics.yaml": pillar}))
    assert {(one.file, one.line) for one in refused.value.findings} == {("pillars/basics.yaml", 5)}
    assert list_below(home) == []
    assert versions(here) == ["1.0.0"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0", b"\xff\xfe", b"[" * 5000, b"a: " * 100_000, BOMB.encode(), b"id: NO\n",
        b"&a [*a]", b"!!python/object/apply:os.system [id]", b"- \n" * 60_000, b"k: v\n" * 50_000,
        write_small("1.10").encode(), write_small("010.1.1").encode(),
        write_small(id="../../../etc").encode(), write_small(id="NO").encode(),
        write_small().replace("from: 50", "from: NaN").encode(),
        write_small().replace("[country]", "[" + "country, " * 20_000 + "country]").encode(),
    ],
)  # fmt: skip
def test_a_hostile_definition_is_a_set_of_findings(
    here: Workspace, home: Path, content: bytes
) -> None:
    start = time.process_time()
    assert rules_of(here, pack({HEAD: content}))
    assert time.process_time() - start < AGES
    assert list_below(home) == []


def test_many_hostile_pillars_take_no_long_time(here: Workspace) -> None:
    names = [f"p{number}" for number in range(99)]
    head = write_small().split("pillars:")[0] + f"pillars: [{', '.join(names)}]\n"
    files = {f"pillars/{name}.yaml": "- [a, b, c]\n" * 10_000 for name in names}
    start = time.process_time()
    assert rules_of(here, pack({HEAD: head, **files}))
    assert time.process_time() - start < AGES


def test_a_dry_run_keeps_nothing(here: Workspace, home: Path) -> None:
    done = install(here, small_zip("1.1.0"), dry_run=True)
    assert done.outcome == "installed"
    assert list_below(home) == []
    assert versions(here) == ["1.0.0"]
    assert rows(here, "select * from audit") == rows(here, "select * from definition") == []
    with pytest.raises(DefinitionError):
        install(here, small_zip("1.0.0", title="Another title"), dry_run=True)


def test_a_version_is_held_against_the_one_before(here: Workspace, home: Path) -> None:
    heavier = write_small("1.1.0").replace("kind: level", "kind: level\n        weight: 2", 1)
    assert rules_of(here, pack({HEAD: heavier})) == {"version-step"}
    other = write_small("2.0.0").replace("kind: text", "kind: date")
    assert rules_of(here, pack({HEAD: other})) == {"id-changed-meaning"}
    assert list_below(home) == []
    # An older version has none before it, and one that is here is not judged again.
    assert install(here, small_zip("0.9.0")).outcome == "installed"
    assert install(here, small_zip("1.0.0")).outcome == "present"


# --- What comes in between ------------------------------------------------------------------------


def test_a_broken_folder_in_its_place_is_stepped_over(here: Workspace, home: Path) -> None:
    broken = home / "small" / "1.1.0"
    broken.mkdir(parents=True)
    (broken / HEAD).write_text("broken: [")
    assert install(here, small_zip("1.1.0")).outcome == "installed"
    assert versions(here) == ["1.1.0", "1.0.0"]
    assert (broken / HEAD).read_text() == "broken: ["


def test_a_folder_that_can_t_be_written_is_told(here: Workspace, home: Path) -> None:
    home.write_text("a file where a folder should be")
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        install(here, small_zip("1.1.0"))
    assert versions(here) == ["1.0.0"]


def test_two_at_once_leave_one_of_each_version(here: Workspace, home: Path) -> None:
    """Eight programs with the same, and eight that bring another content of that version."""
    data = [small_zip("1.1.0")] * 8 + [small_zip("1.1.0", title=f"Nr {n}") for n in range(8)]
    workspaces = [open_workspace(here.settings, now=here.now) for _ in data]

    def bring(one: tuple[Workspace, bytes]) -> str:
        try:
            return install(*one).outcome
        except DefinitionError as error:
            return error.findings[0].rule

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(bring, zip(workspaces, data, strict=True)))
    for workspace in workspaces:
        workspace.engine.dispose()
    assert done.count("installed") == 1
    assert set(done) == {"installed", "present", "version-taken"} - (
        {"present"} if done.index("installed") >= 8 else set()
    )
    assert list_below(home) == ["small/1.1.0/toolkit.yaml"]
    assert [path.name for path in home.iterdir()] == ["small"]
    assert versions(here) == ["1.1.0", "1.0.0"]


@pytest.mark.parametrize("step", range(8))
def test_a_program_that_is_killed_leaves_nothing_or_all(
    here: Workspace, home: Path, step: int
) -> None:
    """The child is killed at every other step on the disk, before and behind the renaming."""
    files = {HEAD: write_small("1.1.0"), "README": "a", "CHANGELOG.md": "b", "LICENSE": "c"}
    data = pack(files)
    child = os.fork()
    if not child:
        _die_at(here, data, step)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    found = [name for name in list_below(home) if not name.startswith(".new-")]
    assert found in ([], [f"small/1.1.0/{name}" for name in sorted(files)])
    assert versions(here) == (["1.1.0", "1.0.0"] if found else ["1.0.0"])
    assert install(here, data).outcome == ("present" if found else "installed")
    assert versions(here) == ["1.1.0", "1.0.0"]


def _die_at(here: Workspace, data: bytes, step: int) -> None:
    count = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in {"open", "os.rename", "os.mkdir", "os.rmdir"}:
            count += "installed" in str(arguments[0])
            if count > step * 2:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    # What the parent opened is not to be used on this side of the fork.
    own = open_workspace(here.settings, now=here.now)
    install(own, data)
    os.kill(os.getpid(), signal.SIGKILL)
